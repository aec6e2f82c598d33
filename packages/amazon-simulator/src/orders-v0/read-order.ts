import { accessDenied } from '../access.ts'
import type { AmazonOrder } from '../amazon-order.ts'
import { invalidInput, jsonAnswer, type Answer } from '../answer.ts'
import { isOrderId, lookUpOrder, type OperationCall } from '../order-lookup.ts'
import { visibleOrder } from '../personal-data.ts'
import { v0ItemsPage } from './order-items.ts'
import { v0Address, v0Buyer, v0Order, type V0Object } from './order-view.ts'
import { readableElements } from './restricted-data.ts'

export type V0OrderOperation = 'v0.getOrder' | 'v0.getOrderItems' | 'v0.getOrderAddress' | 'v0.getOrderBuyerInfo'

interface ReadableOrder {
  readonly order: AmazonOrder
  readonly elements: ReadonlySet<string>
}

/**
 * Answers the operations of Orders v0 that read one order, from its 2026-01-01 form. An unknown id gets 200 and an
 * empty payload, as with Amazon.
 */
export function answerOrderV0(operation: V0OrderOperation, call: OperationCall, itemsPageSize: number): Answer {
  const { request, seller, grant, now } = call
  const elements = readableElements(grant, request)
  if (elements === null) return accessDenied('The restricted data token does not cover this resource.')
  const orderId = request.orderId ?? ''
  if (!isOrderId(orderId)) return invalidInput('Invalid order id.')
  const found = lookUpOrder(orderId, call)
  if (found.kind !== 'order') return jsonAnswer(200, { payload: {} })
  const shown = {
    ...visibleOrder(found.order, { roles: [], now }),
    ...readableParts(visibleOrder(found.order, { roles: seller.roles, now }), elements),
  }
  const readable = { order: shown, elements }
  switch (operation) {
    case 'v0.getOrder':
      return payload(orderPayload(readable))
    case 'v0.getOrderAddress':
      return payload({ AmazonOrderId: shown.orderId, ShippingAddress: v0Address(shown.recipient?.deliveryAddress) })
    case 'v0.getOrderBuyerInfo':
      return payload({ AmazonOrderId: shown.orderId, ...v0Buyer(shown) })
    case 'v0.getOrderItems':
      return itemsAnswer(readable, request.query.get('NextToken'), itemsPageSize)
  }
}

/** Returns what the token's data elements add: the buyer with the gift messages, the recipient, both or neither. */
function readableParts(order: AmazonOrder, elements: ReadonlySet<string>): Partial<AmazonOrder> {
  return {
    ...(elements.has('buyerInfo') ? { orderItems: order.orderItems } : {}),
    ...(elements.has('buyerInfo') && order.buyer !== undefined ? { buyer: order.buyer } : {}),
    ...(elements.has('shippingAddress') && order.recipient !== undefined ? { recipient: order.recipient } : {}),
  }
}

function orderPayload({ order, elements }: ReadableOrder): V0Object {
  return {
    ...v0Order(order),
    ShippingAddress: v0Address(order.recipient?.deliveryAddress),
    BuyerInfo: elements.has('buyerInfo') ? v0Buyer(order) : undefined,
  }
}

function itemsAnswer({ order, elements }: ReadableOrder, token: string | null, size: number): Answer {
  const page = v0ItemsPage(order, { token, size, showsBuyer: elements.has('buyerInfo') })
  if (page === null) return invalidInput('Invalid NextToken.')
  return payload({ AmazonOrderId: order.orderId, OrderItems: page.items, NextToken: page.nextToken })
}

function payload(content: V0Object): Answer {
  return jsonAnswer(200, { payload: content })
}
