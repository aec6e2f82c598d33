import { cleanText } from '@orderport/domain'
import { answerFailure, readApiErrors } from '../transport/amazon-error.ts'
import { saysOrderIsUnknown } from '../transport/unknown-order.ts'
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
 * Returns the order that was asked for, out of an answer with status 200, or null where the answer is whole and holds
 * no order: `{}`, no order object, or one that names no id. Amazon answers so for an id that it doesn't know.
 * Throws `ORDER_NOT_FOUND_FOR_TENANT` for another order, `UPSTREAM_ERROR` for an answer that can't be understood.
 */
export function readAnsweredOrder(answer: UpstreamAnswer, place: OrderPlace, orderId: string): RawOrder | null {
  const { operation, member, idMember } = place
  const body = answer.body.kind === 'json' ? answer.body.value : null
  if (!isRecord(body)) throw answerFailure('UPSTREAM_ERROR', operation, answer)
  const order = body[member] ?? null
  if (order === null) {
    const errors = readApiErrors(answer.body)
    const isUnknown = errors.length > 0 && errors.every((error) => saysOrderIsUnknown(error, 200, orderId))
    if (!isUnknown && saysFailure(body)) throw answerFailure('UPSTREAM_ERROR', operation, answer)
    return null
  }
  if (!isRecord(order)) throw answerFailure('UPSTREAM_ERROR', operation, answer)
  const id = cleanText(order[idMember])
  if (id === null) return null
  if (id !== orderId) throw answerFailure('ORDER_NOT_FOUND_FOR_TENANT', operation, answer)
  return order
}

/** True for a body that tells of a failure, in Amazon's form or a gateway's: it doesn't say that there is no order. */
export function saysFailure({ errors, ...body }: Readonly<Record<string, unknown>>): boolean {
  const failure = Array.isArray(errors) && errors.length === 0 ? null : errors
  return [failure, body['error'], body['message'], body['Message']].some((told) => told !== undefined && told !== null)
}
