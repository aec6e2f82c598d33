import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Batch } from '../load/call.ts'
import { createSend } from '../load/client-load.ts'
import { restRequest, trpcRequest } from '../load/http-request.ts'
import type { Contender } from './contenders.ts'

/** Fields whose values differ in every answer: each service writes cursors of its own. */
const ownCursor = ['nextCursor']
/** And of an order that each contender has imported under another reference. */
const ownImport = ['id', 'orderId', 'ref', 'externalOrderId', 'checkedAt', 'importedAt', 'updatedAt']

const trpcAnswer = z.object({ result: z.object({ data: z.unknown() }) })

/**
 * Throws unless both contenders answer these requests with 200 and the same JSON. Each may have requests of its own:
 * for the same page, cursors differ.
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
    const [ourBody, theirBody] = [without(ours, ignored), without(theirs, ignored)]
    if (JSON.stringify(ourBody).length < 300) {
      throw new Error(`${contender.name} finds nothing: ${JSON.stringify(own)} ${JSON.stringify(ours)}`)
    }
    if (isDeepStrictEqual(ourBody, theirBody)) continue
    const difference = differenceOf(ourBody, theirBody, '')
    throw new Error(`${contender.name} and ${peer.name} answer differently: ${JSON.stringify(own)}\n${difference}`)
  }
}

async function answersOf(contender: Contender, batch: Batch): Promise<unknown> {
  const { style, program, name } = contender
  if (style === 'sdk' || style === 'trpc-client') return Promise.all(batch.map(createSend(style, program.address)))
  const [call] = batch
  if (call === undefined) throw new Error('A request needs a call.')
  const { path, method, headers, body } = style === 'rest' ? restRequest(call) : trpcRequest(batch)
  const init = { method, headers, ...(body === undefined ? {} : { body }) }
  const response = await fetch(`${program.address}${path}`, init)
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${name} answered ${response.status}: ${path} ${text.slice(0, 500)}`)
  const answer: unknown = JSON.parse(text)
  if (style === 'rest') return answer
  return z
    .array(trpcAnswer)
    .parse(Array.isArray(answer) ? answer : [answer])
    .map(({ result }) => result.data)
}

/** Returns the value without the fields of these names, at any depth. */
function without(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, names))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => !names.has(name))
  return Object.fromEntries(entries.map(([name, item]) => [name, without(item, names)]))
}

/** Returns the first place where the values differ. */
function differenceOf(one: unknown, other: unknown, path: string): string | null {
  if (isDeepStrictEqual(one, other)) return null
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`
  }
  const [ours, theirs] = [new Map(Object.entries(one)), new Map(Object.entries(other))]
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const difference = differenceOf(ours.get(name), theirs.get(name), `${path}.${name}`)
    if (difference !== null) return difference
  }
  return `${path}: of different kinds`
}
