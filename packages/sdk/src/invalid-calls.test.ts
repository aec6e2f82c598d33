import { createTRPCClient } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import type { OrderportRouter } from './generated/router.gen.ts'
import { emptyPage, fakeService, success, type ReceivedRequest } from './testing/fake-service.ts'
import { expectFailure, openClient } from './testing/open-client.ts'
import { orderportLinks, toOrderportError } from './trpc.ts'

const ok = (request: ReceivedRequest) => success(request, () => emptyPage)

/** The calls as JavaScript sees them: with options of any type. */
interface UntypedOrders {
  get(input: object, options: unknown): Promise<unknown>
  list(input: object, options: unknown): Promise<unknown>
  import(input: object, options: unknown): Promise<unknown>
  iterate(input: object, options: unknown): AsyncGenerator
}

describe('an invalid per-call option', () => {
  const invalid: readonly unknown[] = [
    { tenantId: null },
    { tenantId: 5 },
    { tenantId: '' },
    { tenantID: 'atelier-nantes' },
    { requestId: 7 },
    { timeoutMs: Number.NaN },
    { timeoutMs: 0 },
    { timeoutMs: -1 },
    { timeoutMs: '5000' },
    { maxRetries: Number.NaN },
    { maxRetries: -1 },
    { maxRetries: 1.5 },
    null,
    5,
  ]

  it.each(invalid)('%j is INVALID_REQUEST, and nothing is sent', async (options) => {
    const { orders, requests } = openClient(ok)
    const untyped: UntypedOrders = orders
    const calls = [
      untyped.get({ orderId: 'a' }, options),
      untyped.list({}, options),
      untyped.import({ orderRef: 'a' }, options),
      untyped.iterate({}, options).next(),
    ]
    for (const error of await Promise.all(calls.map(expectFailure))) {
      expect(error).toMatchObject({ code: 'INVALID_REQUEST', retryable: false })
    }
    expect(requests).toHaveLength(0)
  })

  it.each(invalid)('%j is INVALID_REQUEST in tRPC’s context', async (orderport) => {
    const { fetch, requests } = fakeService(ok)
    const links = orderportLinks({ baseUrl: 'https://orders.example', tenantId: 'boutique-lyon', fetch })
    const client = createTRPCClient<OrderportRouter>({ links })
    const context = { orderport }
    const failed = client.orders.get.query({ orderId: 'a' }, { context }).catch(toOrderportError)
    expect(await failed).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(requests).toHaveLength(0)
  })

  it('is absent when it is undefined', async () => {
    const { orders, requests } = openClient(ok)
    await orders.list({}, { tenantId: undefined, requestId: undefined, timeoutMs: undefined, maxRetries: undefined })
    expect(requests[0]?.headers['x-tenant-id']).toBe('boutique-lyon')
  })
})

describe('a value that can’t be sent', () => {
  const cycle: { q: string; self?: unknown } = { q: 'a' }
  cycle.self = cycle

  it.each([
    ['a BigInt', { q: 'a', limit: 1n }],
    ['a cycle', cycle],
    ['a function', () => {}],
  ])('is INVALID_REQUEST as an input: %s', async (_name, input) => {
    for (const batch of [true, false]) {
      const { orders, requests } = openClient(ok, { batch })
      const list: (input: object) => Promise<unknown> = orders.list
      expect(await expectFailure(list(input))).toMatchObject({ code: 'INVALID_REQUEST', retryable: false })
      expect(requests).toHaveLength(0)
    }
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['a list', [['x-shop', '7']]],
    ['a Headers', new Headers({ 'x-shop': '7' })],
    ['a number as a value', { 'x-shop': 7 }],
    ['null as a value', { 'x-shop': null }],
  ])('is INVALID_REQUEST as headers: %s', async (_name, given) => {
    const headers = (): Record<string, string> => JSON.parse('0', () => given)
    const { orders, requests } = openClient(ok, { headers })
    expect(await expectFailure(orders.list())).toMatchObject({ code: 'INVALID_REQUEST', retryable: false })
    expect(requests).toHaveLength(0)
  })
})
