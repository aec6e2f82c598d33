import { accessDenied } from '../access.ts'
import { invalidInput, jsonAnswer, type Answer } from '../answer.ts'
import { parseIncludedData, withIncludedData } from './included-data.ts'
import { isOrderId, lookUpOrder, orderNotFound, type OperationCall } from '../order-lookup.ts'
import { visibleOrder } from '../personal-data.ts'

/** Answers `getOrder` of Orders 2026-01-01: the order with the requested parts, as far as the seller's roles allow. */
export function answerGetOrder(call: OperationCall): Answer {
  const { request, seller, grant, now } = call
  if (grant.resources !== null) return accessDenied('A restricted data token does not open this operation.')
  const included = parseIncludedData(request.query)
  if (included === null) return invalidInput('Invalid value for includedData.')
  const orderId = request.orderId ?? ''
  if (!isOrderId(orderId)) return invalidInput('Invalid order id.')
  const found = lookUpOrder(orderId, call)
  switch (found.kind) {
    case 'order': {
      const order = visibleOrder(found.order, { roles: seller.roles, now })
      return jsonAnswer(200, { order: withIncludedData(order, included) })
    }
    case 'not-found':
      return orderNotFound()
    case 'empty':
      return jsonAnswer(200, {})
  }
}
