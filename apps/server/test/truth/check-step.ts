import { isDeepStrictEqual } from 'node:util'
import { differencesIn } from './differences.ts'
import { isRecord, type JsonRecord } from './read-table.ts'
import { reference, type Scene } from './scene.ts'
import {
  contradictions,
  factsOfImport,
  failureOverRest,
  failureOverTrpc,
  inFrench,
  type ImportOptions,
  type SupportDesk,
} from './support-desk.ts'
import type { Step } from './truth.ts'

/** Does what the agent does, and returns a line for each value that is read differently, or in two ways. */
export async function checkStep({ desk, version }: Scene, step: Step): Promise<readonly string[]> {
  const fails = step['the import fails']
  const isPressed = step['the agent presses'] !== 'nothing'
  const lines = isPressed ? await (fails === undefined ? checkImport(desk, step) : checkFailure(desk, step, fails)) : []
  // After a failure the order is stored only if it was before.
  if (fails !== undefined && step['the agent reads'] === undefined) return lines
  const expectations = [step['the agent reads'], step[`by ${version}`]].filter((expected) => expected !== undefined)
  return [...lines, ...(await checkReading(desk, expectations, step))]
}

/** A successful import, and its repetition over tRPC, tell what is read afterwards. */
async function checkImport(desk: SupportDesk, step: Step): Promise<readonly string[]> {
  const options = importOptions(step)
  const startedAt = performance.now()
  const answer = await desk.importByRest(options)
  const seconds = (performance.now() - startedAt) / 1000
  if (answer.status !== 200) return [`the import failed: ${answer.text}`]
  const { source, facts } = factsOfImport(answer)
  const byTrpc = await desk.importByTrpc({ ...options, refresh: false })
  const { body } = await desk.detail(reference)
  const read = isRecord(body) ? body : {}
  const longest = step['the agent waits at most']
  return [
    ...differencesIn(facts, read).map((line) => `the import’s answer, against the detail: ${line}`),
    ...contradictions('orders.import', read, inFrench(byTrpc)),
    ...(step['the import answers'] === undefined ? [] : differencesIn(step['the import answers'], { source })),
    ...(longest === undefined || seconds <= Number.parseFloat(longest) ? [] : [`the import took ${seconds} seconds`]),
  ]
}

/** The same failure over REST and tRPC, and no order stored or changed. */
async function checkFailure(
  desk: SupportDesk,
  step: Step,
  { 'Retry-After': retryAfter, ...expected }: NonNullable<Step['the import fails']>,
): Promise<readonly string[]> {
  const options = importOptions(step)
  const before = await desk.detail(reference)
  const answer = await desk.importByRest(options)
  if (answer.status === 200) return ['the import succeeded']
  const byTrpc = await failureOverTrpc(desk.importByTrpc(options))
  const after = await desk.detail(reference)
  const isUnchanged =
    before.status === after.status && (after.status !== 200 || isDeepStrictEqual(before.body, after.body))
  const header = answer.headers.get('retry-after')
  const mustSayWhen = answer.status === 429 || answer.status === 503
  return [
    ...differencesIn(expected, failureOverRest(answer)).map((line) => `the failure: ${line}`),
    ...differencesIn(expected, byTrpc).map((line) => `the failure over tRPC: ${line}`),
    ...(retryAfter === undefined ? [] : differencesIn(String(retryAfter), header, 'Retry-After')),
    ...(mustSayWhen && header === null ? ['the failure has no Retry-After'] : []),
    ...(isUnchanged ? [] : ['the failure changed what is stored']),
  ]
}

function importOptions(step: Step): ImportOptions {
  return {
    orderRef: step['the agent types'] ?? reference,
    refresh: step['the agent presses'] === 'Actualiser',
    conversation: step['the conversation says'],
  }
}

type Searches = Partial<Pick<Step, 'in English' | 'found by' | 'not found by' | 'opened by' | 'listed as late'>>

/** Returns a line for each value of the stored order that isn't as expected, and for each search that goes wrong. */
export async function checkReading(
  desk: SupportDesk,
  expectations: readonly JsonRecord[],
  searches: Searches,
): Promise<readonly string[]> {
  const { facts, reasonInEnglish, contradictions } = await desk.read(reference)
  const english = searches['in English']
  return [
    ...contradictions,
    ...expectations.flatMap((expected) => differencesIn(expected, facts)),
    ...(english === undefined ? [] : differencesIn(english, reasonInEnglish, 'in English')),
    ...(await checkSearches(desk, searches)),
  ]
}

async function checkSearches(desk: SupportDesk, searches: Searches): Promise<readonly string[]> {
  const lines: string[] = []
  for (const text of searches['found by'] ?? []) {
    if (!(await desk.search(text)).includes(reference)) lines.push(`not found by ${JSON.stringify(text)}`)
  }
  for (const text of searches['not found by'] ?? []) {
    if ((await desk.search(text)).includes(reference)) lines.push(`found by ${JSON.stringify(text)}`)
  }
  for (const text of searches['opened by'] ?? []) {
    const { status } = await desk.detail(text)
    if (status !== 200) lines.push(`not opened by ${JSON.stringify(text)}: ${status}`)
  }
  const mustBeLate = searches['listed as late']
  if (mustBeLate !== undefined && (await desk.lateReferences()).includes(reference) !== mustBeLate) {
    lines.push(mustBeLate ? 'not listed as late' : 'listed as late')
  }
  return lines
}
