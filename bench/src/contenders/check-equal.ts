import { z } from 'zod'
import type { Batch } from '../load/call.ts'
import { createSend } from '../load/client-load.ts'
import { restRequest, trpcRequest } from '../load/http-request.ts'
import type { Contender } from './contenders.ts'
import { differenceIn, holdsAnOrder } from './equal-answers.ts'

/** Fields whose values differ in every answer: each service writes cursors of its own. */
const ownCursor = ['nextCursor']
/** And of an order that each contender has imported under another reference. */
const ownImport = ['id', 'orderId', 'ref', 'externalOrderId', 'checkedAt', 'importedAt', 'updatedAt']

/** A contender that isn't made for large tables may take long to search one. */
const answerTimeoutMs = 120_000

const trpcAnswer = z.object({ result: z.object({ data: z.unknown() }) })

/** Thrown when a contender doesn't answer a request, so that there is nothing to compare. */
export class UnansweredError extends Error {}

/**
 * Throws unless both contenders answer these requests with the same JSON. Each may have requests of its own: for the
 * same page, cursors differ. Throws UnansweredError for an answer that isn't a 200.
 */
export async function checkEqual(
  contender: Contender,
  peer: Contender,
  requests: readonly (readonly [own: Batch, peers: Batch])[],
  isImport: boolean,
): Promise<void> {
  if (requests.length === 0) throw new Error('There are no requests to compare answers of.')
  const ignored = new Set([...ownCursor, ...(isImport ? ownImport : [])])
  for (const [own, peers] of requests) {
    const [ours, theirs] = [await answersOf(contender, own), await answersOf(peer, peers)]
    const asked = JSON.stringify(own)
    if (!holdsAnOrder(ours)) throw new Error(`${contender.name} finds nothing: ${asked}`)
    const difference = differenceIn(ours, theirs, ignored)
    if (difference === null) continue
    throw new Error(`${contender.name} and ${peer.name} answer differently: ${asked}\n${difference}`)
  }
}

async function answersOf(contender: Contender, batch: Batch): Promise<unknown> {
  const { style, program, name } = contender
  const unanswered = (cause: unknown): never => {
    throw new UnansweredError(`${name} doesn’t answer ${JSON.stringify(batch)}: ${String(cause)}`, { cause })
  }
  if (style === 'sdk' || style === 'trpc-client') {
    return Promise.all(batch.map(createSend(style, program.address))).catch(unanswered)
  }
  const [call] = batch
  if (call === undefined) throw new Error('A request needs a call.')
  const { path, method, headers, body } = style === 'rest' ? restRequest(call) : trpcRequest(batch)
  const signal = AbortSignal.timeout(answerTimeoutMs)
  const init = { method, headers, signal, ...(body === undefined ? {} : { body }) }
  const response = await fetch(`${program.address}${path}`, init).catch(unanswered)
  const text = await response.text()
  if (response.status !== 200) return unanswered(`${response.status} ${text.slice(0, 500)}`)
  const answer: unknown = JSON.parse(text)
  if (style === 'rest') return answer
  return z
    .array(trpcAnswer)
    .parse(Array.isArray(answer) ? answer : [answer])
    .map(({ result }) => result.data)
}
