import { Agent, request, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'

export interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly tenantId: string
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** Sends one request and returns its answer. Throws when none comes. */
export type Ask = (question: Question) => Promise<Answer>

/** Longer than the service takes for anything, in milliseconds. */
const answerTimeoutMs = 20_000

function headersOf({ tenantId, body }: Question): Record<string, string> {
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  return { 'x-tenant-id': tenantId, 'x-user-email': 'agent@example.org', ...json }
}

/** Asks as a back end does that uses `fetch`. */
export function askByFetch(address: string): Ask {
  return async (question) => {
    const { method, path, body } = question
    const answer = await fetch(address + path, {
      method,
      headers: headersOf(question),
      signal: AbortSignal.timeout(answerTimeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json() }
  }
}

/** Asks as a back end does that keeps an agent of `node:http`, and so its connection. */
export function askByAgent(address: string): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return async (question) => {
    const { method, path, body } = question
    const signal = AbortSignal.timeout(answerTimeoutMs)
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(address + path, { agent, method, headers: headersOf(question), signal }, resolve)
      sent.on('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
    return { status: answer.statusCode ?? 0, body: await json(answer) }
  }
}
