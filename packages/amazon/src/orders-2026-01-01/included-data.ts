import { type ReducedOrderEvent, reducedOrderHint } from '../reduced-order.ts'
import type { SellerSession } from '../seller-session.ts'
import { answerFailure, readApiErrors } from '../transport/amazon-error.ts'
import type { Classification } from '../transport/call-sp-api.ts'
import type { Operation, UpstreamAnswer } from '../transport/upstream-request.ts'

/**
 * Everything that an order is shown with. Without FULFILLMENT there is no status, without PROCEEDS no total. Amazon
 * leaves out what the seller's role does not cover, or refuses the whole order for it.
 */
export const includedData = [
  'BUYER',
  'RECIPIENT',
  'PROCEEDS',
  'FULFILLMENT',
  'PACKAGES',
  'PROMOTION',
  'CANCELLATION',
] as const

export type IncludedPart = (typeof includedData)[number]
export type IncludedParts = readonly IncludedPart[]

/** The parts that need a role of their own, and are therefore refused most often. */
const personal: ReadonlySet<IncludedPart> = new Set(['BUYER', 'RECIPIENT'])

/**
 * Asks for these parts. Returns an answer with status 200, or one that refuses them: status 400 or 403 in Amazon's
 * form. Throws every other failure; without any part, a refusal too.
 */
export type AskFor = (parts: IncludedParts) => Promise<UpstreamAnswer>

/** An order's answer, the parts that it was asked for, and why it wasn't asked for all. */
export interface ReducedAnswer {
  readonly answer: UpstreamAnswer
  readonly parts: IncludedParts
  /** The first refusal; null where nothing was refused. */
  readonly refusal: UpstreamAnswer | null
}

/**
 * Asks for the whole order and, where Amazon refuses a part of it, for the rest. A refusal that names parts costs one
 * more request. For one that names none, no parts are tried twice, and `expected`, those that Amazon gave when it last
 * refused so, are tried first.
 */
export async function askForMost(ask: AskFor, expected: IncludedParts | null): Promise<ReducedAnswer> {
  let parts: IncludedParts = includedData
  let answer = await ask(parts)
  const refusal = answer.status === 200 ? null : answer
  while (answer.status !== 200) {
    const named = partsNamedBy(answer, parts)
    if (named.length === 0) return { ...(await search(ask, parts, expected)), refusal }
    parts = parts.filter((part) => !named.includes(part))
    answer = await ask(parts)
  }
  return { answer, parts, refusal }
}

/** Finds the parts that Amazon gives, among parts that it refused together. */
async function search(
  ask: AskFor,
  refused: IncludedParts,
  expected: IncludedParts | null,
): Promise<Pick<ReducedAnswer, 'answer' | 'parts'>> {
  if (expected?.every((part) => refused.includes(part)) && expected.length < refused.length) {
    const answer = await ask(expected)
    if (answer.status === 200) return { answer, parts: expected }
  }
  const refusedSets = new Set([String(refused), String(expected)])
  let given: Pick<ReducedAnswer, 'answer' | 'parts'> = { answer: await ask([]), parts: [] }
  const add = async (more: IncludedParts): Promise<void> => {
    if (more.length === 0) return
    const parts = includedData.filter((part) => given.parts.includes(part) || more.includes(part))
    const answer = refusedSets.has(String(parts)) ? null : await ask(parts)
    if (answer?.status === 200) {
      given = { answer, parts }
      return
    }
    refusedSets.add(String(parts))
    if (more.length === 1) return
    const half = Math.ceil(more.length / 2)
    await add(more.slice(0, half))
    await add(more.slice(half))
  }
  await add(refused.filter((part) => !personal.has(part)))
  await add(refused.filter((part) => personal.has(part)))
  return given
}

/** Returns the parts, of those that were asked for, that a refusal names. */
function partsNamedBy(refusal: UpstreamAnswer, asked: IncludedParts): IncludedParts {
  const words = readApiErrors(refusal.body)
    .map(({ message, details }) => `${message} ${details}`)
    .join(' ')
  // `'PACKAGES' is not one of [BUYER, PACKAGES, …]` refuses one part, `no access to [BUYER, RECIPIENT]` both.
  const blamed = partsNamedIn(words.replaceAll(/\[[^\]]*\]/g, ' '), asked)
  return blamed.length > 0 ? blamed : partsNamedIn(words, asked)
}

function partsNamedIn(words: string, asked: IncludedParts): IncludedParts {
  return asked.filter((part) => new RegExp(`\\b${part}\\b`, 'i').test(words))
}

/** True for a refusal in Amazon's own form for which neither the order, nor a token, nor our secret is to blame. */
export function mayRefuseParts(answer: UpstreamAnswer, classification: Classification): boolean {
  if (answer.status !== 400 && answer.status !== 403) return false
  const isUnexplained = classification === 'UPSTREAM_FORBIDDEN' || classification === 'UPSTREAM_ERROR'
  return isUnexplained && readApiErrors(answer.body).length > 0
}

/** Returns what an operator is told of an answer that lacks parts. */
export function reducedEvent(
  { sellerId, region }: SellerSession,
  operation: Operation,
  { parts }: ReducedAnswer,
  refusal: UpstreamAnswer,
): ReducedOrderEvent {
  return {
    operation: operation.name,
    sellerId,
    region,
    parts: includedData.filter((part) => !parts.includes(part)),
    refusal: answerFailure('UPSTREAM_FORBIDDEN', operation, refusal).detail ?? null,
    hint: reducedOrderHint,
  }
}
