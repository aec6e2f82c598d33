import type { ErrorCode } from '@orderport/domain'
import { aChannelOrder, anOrder } from '@orderport/domain/testing'
import { describe, expect, it } from 'vitest'
import { type FakeServices, connectedServices, fakeServices, now, tenant } from '../testing/fake-services.ts'
import { importOrder } from './import-order.ts'

const reference = '171-4093870-1757126'

function importOne(services: FakeServices) {
  const request = { channel: 'amazon', orderRef: reference, refresh: false, conversation: {} }
  return importOrder(services, tenant, request)
}

function failingWith(code: ErrorCode) {
  return expect.objectContaining({ code })
}

describe('a stored order that may have changed', () => {
  const old = '2026-02-08T11:44:59.000Z'
  const stale = (change = {}) => anOrder({ tenantId: tenant, id: 'ord-stored', checkedAt: old, ...change })
  const newer = aChannelOrder({ status: 'Shipped', carrier: 'DPD', sourceUpdatedAt: '2026-02-08T11:00:00.000Z' })

  it('is asked for again, and keeps its id', async () => {
    const services = connectedServices()
    services.stored.push(stale())
    services.marketplace.orders.set(reference, newer)
    expect(await importOne(services)).toMatchObject({
      source: 'amazon_spapi',
      order: { id: 'ord-stored', checkedAt: now },
    })
    expect(await importOne(services)).toMatchObject({ source: 'cache' })
    expect(services.marketplace.asked).toEqual([reference])
  })

  it.each([
    ['delivered', { deliveryStatus: 'delivered' }],
    ['cancelled', { status: 'Canceled' }],
    ['checked a moment ago', { checkedAt: now }],
  ] as const)('comes from the cache when it is %s', async (_name, change) => {
    const services = connectedServices()
    services.stored.push(stale(change))
    expect(await importOne(services)).toEqual({ source: 'cache', order: services.stored[0] })
    expect(services.marketplace.asked).toEqual([])
  })

  it.each([
    'ORDER_NOT_FOUND_FOR_TENANT',
    'RATE_LIMITED',
    'UPSTREAM_ERROR',
    'UPSTREAM_FORBIDDEN',
    'CREDENTIALS_UNAVAILABLE',
    'CHANNEL_REAUTH_REQUIRED',
    'DATABASE_UNAVAILABLE',
  ] as const)('comes from the cache when asking fails with %s, and the log is told', async (code) => {
    const services = connectedServices()
    services.stored.push(stale())
    services.marketplace.failures.connect.push(code)
    expect(await importOne(services)).toEqual({ source: 'cache', order: services.stored[0] })
    expect(services.stale).toEqual([failingWith(code)])
  })

  it('comes from the cache when the marketplace takes too long', async () => {
    const services = connectedServices({ upstreamTimeoutMs: 5 })
    services.stored.push(stale())
    services.marketplace.failures.fetch.push('hang')
    expect(await importOne(services)).toEqual({ source: 'cache', order: services.stored[0] })
  })

  it('comes from the cache when another process takes too long with it', async () => {
    const services = connectedServices({
      upstreamTimeoutMs: 5,
      singleFlight: { run: () => new Promise(() => undefined) },
    })
    services.stored.push(stale())
    expect(await importOne(services)).toEqual({ source: 'cache', order: services.stored[0] })
  })

  it('comes from the cache of a tenant without credentials', async () => {
    const services = fakeServices()
    services.stored.push(stale())
    expect(await importOne(services)).toEqual({ source: 'cache', order: services.stored[0] })
  })
})
