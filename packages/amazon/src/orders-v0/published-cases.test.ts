import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { orderStatuses } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { createAmazonConnector } from '../amazon-connector.ts'
import { isRecord, type RawOrder } from '../parse/answered-order.ts'
import { connectTenant } from '../testing/connected-seller.ts'
import { application, storeOf } from '../testing/credentials.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleItems, sampleOrder } from './testing/sample-order.ts'
import { sampleOrderId } from '../testing/sample-order.ts'
import { at } from '../testing/values-in.ts'

/** Amazon's own answers of v0, where they lie beside the checkout. Our own order is always tested. */
const folder = new URL('../../../../../shared/spapi/sandbox/', import.meta.url)

interface Answer {
  readonly status: number
  readonly body: unknown
}

const ours: readonly Answer[] = [
  { status: 200, body: { payload: sampleOrder } },
  { status: 200, body: { payload: { AmazonOrderId: sampleOrderId, OrderItems: sampleItems } } },
  { status: 400, body: { errors: [{ code: 'InvalidInput', message: 'Invalid Input' }] } },
]
const published = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('orders-v0.')) : []
const answers = [...ours, ...published.map((name) => answerOf(readFileSync(new URL(name, folder), 'utf8')))]
const orders = answers.flatMap(({ body }) => ordersIn(body))
const lists = answers.flatMap(({ body }) => (Array.isArray(at(body, ['payload', 'OrderItems'])) ? [body] : []))

const authorisation = { refresh_token: 'Atzr|1', seller_id: 'A1SELLER', region: 'eu-west-1' }

/**
 * Fetches the order from an Amazon that answers with tokens, then with these answers for the order and for its items.
 */
async function fetchAnswered(orderId: string, order: Answer, items: Answer) {
  const connector = createAmazonConnector({
    credentials: storeOf(authorisation),
    endpoints: { lwa: 'https://lwa.example/token' },
    ordersApi: 'v0',
    application,
    fetch: (input) => {
      const path = new URL(input instanceof Request ? input.url : input).pathname
      if (path === '/token') return Promise.resolve(Response.json({ access_token: 'Atza|1', expires_in: 3600 }))
      if (path.startsWith('/tokens/')) {
        return Promise.resolve(Response.json({ restrictedDataToken: 'Atz.sprdt|1', expiresIn: 3600 }))
      }
      const { status, body } = path.endsWith('/orderItems') ? items : order
      return Promise.resolve(Response.json(body, { status }))
    },
  })
  const client = await connectTenant(connector)
  return client.fetch(orderId, noDeadline)
}

function itemsOf(orderId: string): Answer {
  const body = lists.find((list) => at(list, ['payload', 'AmazonOrderId']) === orderId)
  return { status: 200, body: body ?? { payload: { AmazonOrderId: orderId, OrderItems: [] } } }
}

describe('an order as Amazon publishes it', () => {
  it.each(orders.map((order) => [String(order['AmazonOrderId']), order] as const))(
    '%s is read in full',
    async (id, raw) => {
      const items = itemsOf(id)
      const order = await fetchAnswered(id, { status: 200, body: { payload: raw } }, items)
      expect(order.externalOrderId).toBe(id)
      expect(orderStatuses.filter((status) => status !== 'Unknown')).toContain(order.status)
      expect(order.fulfillmentChannel).toMatch(/^(?:MFN|AFN)$/)
      expect(order.totalAmount).toBe(at(raw, ['OrderTotal', 'Amount']) ?? null)
      expect(order.currency).toBe(at(raw, ['OrderTotal', 'CurrencyCode']) ?? null)
      expect(order.marketplace).toMatch(/^A/)
      for (const date of [order.orderDate, order.sourceUpdatedAt, order.latestShipDate, order.estimatedDeliveryAt]) {
        if (date !== null) expect(date).toMatch(/^20\d\d-.*Z$/)
      }
      const given = at(items.body, ['payload', 'OrderItems'])
      expect(order.products).toHaveLength(Array.isArray(given) ? given.length : -1)
      for (const item of order.products) {
        expect(item.name).not.toBeNull()
        expect(item.price).toMatch(/^\d+(?:\.\d{2})?$/)
      }
      expect(order.rawData).toEqual({ order: raw, orderItems: given })
    },
  )

  it('has items that are read', () => {
    expect(lists.length).toBeGreaterThanOrEqual(1)
    expect(orders.length).toBeGreaterThanOrEqual(published.length === 0 ? 1 : 2)
  })
})

it('the published 400 is a failure of Amazon: it says nothing about the order', async () => {
  const refused = answers.filter(({ status }) => status === 400)
  const fine = { status: 200, body: { payload: sampleOrder } }
  const failures = await Promise.all([
    ...refused.map((answer) => expectFailure(fetchAnswered(sampleOrderId, answer, itemsOf(sampleOrderId)))),
    ...refused.map((answer) => expectFailure(fetchAnswered(sampleOrderId, fine, answer))),
  ])
  expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['UPSTREAM_ERROR']))
})

function answerOf(file: string): Answer {
  const status: unknown = at(JSON.parse(file), ['response', 'status'])
  if (typeof status !== 'number') throw new Error('not a published case')
  return { status, body: at(JSON.parse(file), ['response', 'body']) }
}

/** Returns the orders of getOrder and getOrders; an address or a buyer alone is not one. */
function ordersIn(body: unknown): readonly RawOrder[] {
  const payload = at(body, ['payload'])
  const list = at(payload, ['Orders'])
  return (Array.isArray(list) ? list : [payload]).filter(isRecord).filter((order) => 'OrderStatus' in order)
}
