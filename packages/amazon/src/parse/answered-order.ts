import { answerFailure } from '../transport/amazon-error.ts'
import type { Operation, UpstreamAnswer } from '../transport/upstream-request.ts'

/** An order object as Amazon sent it. Holds personal data: never logged. */
export type RawOrder = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Where an operation's answers hold an order, and which of its members is its id. */
export interface OrderPlace {
  readonly operation: Operation
  readonly member: string
  readonly idMember: string
}

/**
 * Returns the order that was asked for, out of an answer with status 200. For an id that it doesn't know, Amazon sends
 * an empty answer, no order, or another order. Throws `ORDER_NOT_FOUND_FOR_TENANT` for these, `UPSTREAM_ERROR` for an
 * answer that can't be understood.
 */
export function readAnsweredOrder(answer: UpstreamAnswer, place: OrderPlace, orderId: string): RawOrder {
  const { operation, member, idMember } = place
  if (answer.body.kind === 'empty') throw answerFailure('ORDER_NOT_FOUND_FOR_TENANT', operation, answer)
  const body = answer.body.kind === 'json' ? answer.body.value : null
  if (!isRecord(body)) throw answerFailure('UPSTREAM_ERROR', operation, answer)
  const order = body[member] ?? null
  if (order === null) {
    throw answerFailure('errors' in body ? 'UPSTREAM_ERROR' : 'ORDER_NOT_FOUND_FOR_TENANT', operation, answer)
  }
  if (!isRecord(order)) throw answerFailure('UPSTREAM_ERROR', operation, answer)
  if (order[idMember] !== orderId) throw answerFailure('ORDER_NOT_FOUND_FOR_TENANT', operation, answer)
  return order
}
