import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { orderStatuses } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { createAmazonConnector } from '../amazon-connector.ts'
import { isRecord, type RawOrder } from '../parse/answered-order.ts'
import { connectTenant } from '../testing/connected-seller.ts'
import { application, storeOf } from '../testing/credentials.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrder } from '../testing/sample-order.ts'

/** Amazon's own request and response pairs, where they lie beside the checkout. Our own order is always tested. */
const folder = new URL('../../../../../shared/spapi/sandbox/', import.meta.url)
const published = existsSync(folder) ? readdirSync(folder).filter((name) => name.includes('2026-01-01.')) : []
const answers = published.map((name) => answerOf(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
const orders: readonly RawOrder[] = [sampleOrder, ...answers.flatMap(({ body }) => ordersIn(body))]

const authorisation = { refresh_token: 'Atzr|1', seller_id: 'A1SELLER', region: 'eu-west-1' }

/** Fetches the order from an Amazon that answers with a token, then with this answer to every request. */
async function fetchAnswered(orderId: string, answer: { readonly status: number; readonly body: unknown }) {
  const connector = createAmazonConnector({
    credentials: storeOf(authorisation),
    endpoints: { lwa: 'https://lwa.example/token' },
    application,
    fetch: (input) =>
      Promise.resolve(
        input === 'https://lwa.example/token'
          ? Response.json({ access_token: 'Atza|1', expires_in: 3600 })
          : Response.json(answer.body, { status: answer.status }),
      ),
  })
  const client = await connectTenant(connector)
  return client.fetch(orderId, noDeadline)
}

describe('an order as Amazon publishes it', () => {
  it.each(orders.map((order) => [String(order['orderId']), order] as const))('%s is read in full', async (id, raw) => {
    const order = await fetchAnswered(id, { status: 200, body: { order: raw } })
    expect(order.externalOrderId).toBe(id)
    expect(orderStatuses.filter((status) => status !== 'Unknown')).toContain(order.status)
    expect(order.fulfillmentChannel).toMatch(/^(?:MFN|AFN)$/)
    expect(order.totalAmount).toMatch(/^\d+(?:\.\d{2})?$/)
    expect(order.currency).toMatch(/^[A-Z]{3}$/)
    expect(order.orderDate).toMatch(/^20\d\d-.*Z$/)
    expect(order.sourceUpdatedAt).toMatch(/^20\d\d-.*Z$/)
    expect(order.marketplace).toMatch(/^A/)
    expect(order.customerName).not.toBeNull()
    expect(order.products.length).toBe(lengthOf(raw['orderItems']))
    expect(order.packages.length).toBe(lengthOf(raw['packages']))
    for (const item of order.products) {
      expect(item.name).not.toBeNull()
      expect(item.price).toMatch(/^\d+(?:\.\d{2})?$/)
    }
    for (const { trackingUrl } of order.packages) expect(trackingUrl).toMatch(/^https:/)
    expect(order.rawData).toEqual(raw)
  })
})

it('the published 400 is a failure of Amazon: it says nothing about the order', async () => {
  const ours = { status: 400, body: { errors: [{ code: 'InvalidInput', message: 'Invalid Input' }] } }
  const refused = [ours, ...answers.filter(({ status }) => status === 400)]
  const failures = await Promise.all(refused.map((answer) => expectFailure(fetchAnswered(sampleOrder.orderId, answer))))
  expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['UPSTREAM_ERROR']))
})

function answerOf(file: unknown): { readonly status: number; readonly body: unknown } {
  const response = isRecord(file) ? file['response'] : null
  if (!isRecord(response) || typeof response['status'] !== 'number') throw new Error('not a published case')
  return { status: response['status'], body: response['body'] }
}

function ordersIn(body: unknown): readonly RawOrder[] {
  if (!isRecord(body)) return []
  return (Array.isArray(body['orders']) ? body['orders'] : [body['order']]).filter(isRecord)
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0
}
