import { answerFailure } from '../transport/upstream-failure.ts'
import type { UpstreamAnswer, UpstreamOperation } from '../transport/upstream-request.ts'
import { isRecord, type RawOrder } from './raw-order.ts'

/** Where an answer holds the order asked for, and where that says which one it is. */
export interface OrderPlace {
  readonly operation: UpstreamOperation
  readonly member: string
  readonly idMember: string
}

/**
 * The order asked for, out of an answer with status 200. One that is empty, holds none, or another one, is how Amazon answers for an
 * id it does not know. Throws `ORDER_NOT_FOUND_FOR_TENANT` for these, `UPSTREAM_ERROR` for what can't be understood.
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
