import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ChannelOrderPage, OrderWindow } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { toChannelOrder } from '../orders-2026-01-01/to-channel-order.ts'
import { isRecord } from '../parse/answered-order.ts'
import { sampleOrder as v0Order } from '../orders-v0/testing/sample-order.ts'
import { connectSeller, connectTenant } from '../testing/connected-seller.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrder } from '../testing/sample-order.ts'
import { at } from '../testing/values-in.ts'

/** Amazon's own answers, where they lie beside the checkout. Our own are always tested. */
const folder = new URL('../../../../../shared/spapi/sandbox/', import.meta.url)

interface Case {
  readonly name: string
  readonly status: number
  readonly body: unknown
}

const invalid = { errors: [{ code: 'InvalidInput', message: 'Invalid Input', details: 'Invalid Input' }] }
const ours: readonly Case[] = [
  { name: 'our searchOrders.200', status: 200, body: { orders: [sampleOrder], pagination: { nextToken: 'next' } } },
  { name: 'our searchOrders.400', status: 400, body: invalid },
  // Amazon's sandbox writes the end of a window of v0 as seconds since 1970, in scientific notation.
  {
    name: 'our getOrders.200',
    status: 200,
    body: { payload: { Orders: [v0Order], NextToken: 'next', CreatedBefore: '1.569521782042E9' } },
  },
  { name: 'our getOrders.400', status: 400, body: invalid },
]
const published = existsSync(folder) ? readdirSync(folder).filter((name) => /searchOrders|getOrders/.test(name)) : []
const cases: readonly Case[] = [...ours, ...published.map(readCase)]

const window: OrderWindow = { by: 'created', from: '2010-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' }

/** Lists a window of a seller whom the simulated Amazon gives this answer. */
async function listAnswered({ name, status, body }: Case): Promise<ChannelOrderPage> {
  const operation = name.includes('searchOrders') ? 'searchOrders' : 'v0.getOrders'
  await using shop = await connectSeller(operation === 'searchOrders' ? '2026-01-01' : 'v0')
  shop.amazon.faults.push({ operation, fault: { kind: 'answer', status, body }, times: 2 })
  const client = await connectTenant(shop.connector)
  return await client.listOrders(window, null, noDeadline)
}

const pages = cases.filter(({ status }) => status === 200)

describe('a page as Amazon publishes it', () => {
  it.each(pages.filter(({ name }) => name.includes('searchOrders')))('($name) is read in full', async (page) => {
    const listed = await listAnswered(page)
    const raw = at(page.body, ['orders'])
    const orders = (Array.isArray(raw) ? raw : []).filter(isRecord)
    expect(orders.length).toBeGreaterThan(0)
    expect(listed.orders).toEqual(
      orders.map((order) => {
        const externalOrderId = String(order['orderId'])
        return { externalOrderId, order: toChannelOrder(externalOrderId, order) }
      }),
    )
    expect(listed.nextToken).toBe(at(page.body, ['pagination', 'nextToken']) ?? null)
    const echo = at(page.body, ['createdBefore'])
    expect(listed.coveredUntil).toBe(typeof echo === 'string' ? new Date(echo).toISOString() : undefined)
  })

  it.each(pages.filter(({ name }) => name.includes('getOrders')))('($name) tells its orders', async (page) => {
    const listed = await listAnswered(page)
    const raw = at(page.body, ['payload', 'Orders'])
    const ids = (Array.isArray(raw) ? raw : []).map((order) => at(order, ['AmazonOrderId']))
    expect(ids.length).toBeGreaterThan(0)
    expect(listed.orders).toEqual(ids.map((externalOrderId) => ({ externalOrderId, order: null })))
    expect(listed.nextToken).toBe(at(page.body, ['payload', 'NextToken']) ?? null)
    expect(listed.coveredUntil).toBeUndefined()
  })
})

it.each(cases.filter(({ status }) => status === 400))(
  'the published 400 ($name) is no list without orders',
  async (page) => {
    expect((await expectFailure(listAnswered(page))).code).toBe('UPSTREAM_ERROR')
  },
)

function readCase(name: string): Case {
  const file: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  const status = at(file, ['response', 'status'])
  if (typeof status !== 'number') throw new Error('not a published case')
  return { name, status, body: at(file, ['response', 'body']) }
}
