import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { jsonAnswer, type Answer } from './answer.ts'
import { isRecord, parseObject, type SimulatedRequest } from './request.ts'

/** A request and its answer, as Amazon publishes them for its static sandbox. */
export interface PublishedCase {
  readonly id: string
  readonly method: string
  readonly path: string
  /** The parameters that must match; a list is comma-separated. */
  readonly query: Readonly<Record<string, string | readonly string[]>>
  /** The members that the request's JSON body must contain; null if it needs none. */
  readonly requestBody: Readonly<Record<string, unknown>> | null
  readonly status: number
  readonly body: unknown
}

/** Reads every case file of a folder. Throws when a file is no case, or there is none. */
export async function readPublishedCases(directory: string): Promise<readonly PublishedCase[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).toSorted()
  if (names.length === 0) throw new Error(`no published cases in ${directory}`)
  return Promise.all(names.map(async (name) => parseCase(name, await readFile(join(directory, name), 'utf8'))))
}

/** Returns the published answer to this request, or null. The most specific of several matching cases wins. */
export function publishedAnswer(cases: readonly PublishedCase[], request: SimulatedRequest): Answer | null {
  const matching = cases.filter((candidate) => matches(candidate, request))
  const [best] = matching.toSorted((one, other) => Object.keys(other.query).length - Object.keys(one.query).length)
  if (best === undefined) return null
  const answer = jsonAnswer(best.status, best.body)
  return best.status === 200
    ? answer
    : { ...answer, headers: { ...answer.headers, 'x-amzn-ErrorType': errorTypeOf(best.body) } }
}

function matches(candidate: PublishedCase, request: SimulatedRequest): boolean {
  if (candidate.method !== request.method || candidate.path !== request.path) return false
  const queryMatches = Object.entries(candidate.query).every(([name, wanted]) =>
    sameValue(wanted, request.query.get(name) ?? ''),
  )
  if (!queryMatches || candidate.requestBody === null) return queryMatches
  const given = parseObject(request.body)
  return Object.entries(candidate.requestBody).every(([name, wanted]) => isDeepStrictEqual(given?.[name], wanted))
}

function sameValue(wanted: string | readonly string[], given: string): boolean {
  if (typeof wanted === 'string') return wanted === given
  return isDeepStrictEqual(new Set(wanted), new Set(given.split(',')))
}

function errorTypeOf(body: unknown): string {
  const errors = isRecord(body) ? body['errors'] : null
  const first: unknown = Array.isArray(errors) ? errors[0] : null
  return isRecord(first) && typeof first['code'] === 'string' ? first['code'] : 'InvalidInput'
}

function parseCase(name: string, text: string): PublishedCase {
  const { id, request, response } = parseObject(text) ?? {}
  if (typeof id !== 'string' || !isRecord(request) || !isRecord(response)) throw new Error(`${name} is no case`)
  const { method, path, query, body } = request
  const { status } = response
  if (typeof method !== 'string' || typeof path !== 'string') throw new Error(`${name} has no request`)
  if (typeof status !== 'number') throw new Error(`${name} has no response`)
  return {
    id,
    method,
    path,
    query: parseQuery(query),
    requestBody: isRecord(body) ? body : null,
    status,
    body: response['body'],
  }
}

function parseQuery(query: unknown): PublishedCase['query'] {
  const entries = Object.entries(isRecord(query) ? query : {})
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  )
}
