import { DomainError, type ErrorCode } from '@orderport/domain'
import { aChannelOrder, anOrder } from '@orderport/domain/testing'
import { describe, expect, it } from 'vitest'
import {
  type FakeServices,
  connectedServices,
  fakeServices,
  now,
  otherTenant,
  sellerCredentials,
  tenant,
} from '../testing/fake-services.ts'
import { importOrder, type ImportRequest } from './import-order.ts'

const reference = '171-4093870-1757126'
const conversation = { customerName: 'Camille', customerEmail: 'camille@example.org', orderDate: '2026-02-01' }

function importOne(services: FakeServices, change: Partial<ImportRequest> = {}, tenantId = tenant) {
  const request = { channel: 'amazon', orderRef: reference, refresh: false, conversation: {}, ...change }
  return importOrder(services, tenantId, request)
}

function failingWith(code: ErrorCode) {
  return expect.objectContaining({ code })
}

it('every import is reported with what it ended in, but not what names no order', async () => {
  const services = connectedServices()
  await importOne(services)
  await importOne(services)
  await expect(importOne(services, { orderRef: '171-4093870-1757127' })).rejects.toEqual(
    failingWith('ORDER_NOT_FOUND_FOR_TENANT'),
  )
  await expect(importOne(services, { orderRef: 'nonsense' })).rejects.toEqual(failingWith('ORDER_REF_INVALID'))
  await expect(importOne(services, { channel: 'unknown' })).rejects.toEqual(failingWith('INVALID_REQUEST'))
  expect(services.endedImports).toEqual([
    { channel: 'amazon', outcome: 'amazon_spapi' },
    { channel: 'amazon', outcome: 'cache' },
    { channel: 'amazon', outcome: 'ORDER_NOT_FOUND_FOR_TENANT' },
  ])
})

describe('stored and complete', () => {
  it('a stored, complete order comes from the cache, without an upstream call', async () => {
    const services = connectedServices()
    services.stored.push(anOrder({ tenantId: tenant, checkedAt: now, id: 'ord-stored' }))
    expect(await importOne(services)).toEqual({ source: 'cache', order: services.stored[0] })
    expect(services.marketplace.asked).toEqual([])
  })

  it('a stored, complete order does not wait for another import of it', async () => {
    const services = connectedServices({ singleFlight: { run: () => Promise.reject(new Error('waited')) } })
    services.stored.push(anOrder({ tenantId: tenant, checkedAt: now }))
    expect(await importOne(services)).toMatchObject({ source: 'cache' })
  })

  it('an order that the import before this one stored comes from the cache', async () => {
    const services = connectedServices()
    const order = anOrder({ tenantId: tenant, checkedAt: now })
    const waiting: FakeServices = {
      ...services,
      singleFlight: {
        run(...run) {
          services.stored.push(order)
          return services.singleFlight.run(...run)
        },
      },
    }
    expect(await importOne(waiting)).toEqual({ source: 'cache', order })
    expect(services.marketplace.asked).toEqual([])
  })

  it('a refresh asks the marketplace although the order is stored, and merges its answer', async () => {
    const services = connectedServices()
    await importOne(services)
    const newer = { status: 'Canceled', customerName: null, sourceUpdatedAt: '2026-02-09T00:00:00.000Z' } as const
    services.marketplace.orders.set(reference, aChannelOrder(newer))
    const refreshed = await importOne(services, { refresh: true })
    expect(refreshed).toMatchObject({
      source: 'amazon_spapi',
      order: { id: 'ord-1', status: 'Canceled', customerName: aChannelOrder().customerName },
    })
    expect(services.marketplace.asked).toEqual([reference, reference])
  })

  it('a refresh of a stored order comes from the cache when the tenant has no credentials any more', async () => {
    const services = fakeServices()
    services.stored.push(anOrder({ tenantId: tenant, checkedAt: now }))
    expect(await importOne(services, { refresh: true })).toEqual({ source: 'cache', order: services.stored[0] })
  })
})

describe('the marketplace', () => {
  it('a first import stores what the marketplace answers', async () => {
    const services = connectedServices()
    const { order, source } = await importOne(services, { conversation })
    const { rawData: _rawData, ...facts } = aChannelOrder()
    const made = { id: 'ord-1', tenantId: tenant, channel: 'amazon', orderSource: 'amazon_spapi' }
    const judged = { deliveryStatus: 'in_transit', notDeliveredAt: null, replacedBy: null }
    expect(order).toEqual({ ...facts, ...made, ...judged, checkedAt: now, importedAt: now, updatedAt: now })
    expect(source).toBe('amazon_spapi')
    expect(services.stored).toEqual([order])
  })

  it('ten simultaneous imports are one upstream call, one order, one id', async () => {
    const services = connectedServices()
    const results = await Promise.all(Array.from({ length: 10 }, () => importOne(services)))
    expect(new Set(results.map(({ order }) => order.id))).toEqual(new Set(['ord-1']))
    expect(services.marketplace.asked).toHaveLength(1)
    expect(services.stored).toHaveLength(1)
  })

  it('two tenants may each hold the same reference', async () => {
    const services = connectedServices()
    services.marketplace.credentials.set(otherTenant, { sellerId: 'A2SELLER', refreshToken: 'Atzr|2' })
    await importOne(services)
    expect(await importOne(services, {}, otherTenant)).toMatchObject({ source: 'amazon_spapi', order: { id: 'ord-2' } })
    expect(services.stored.map(({ tenantId }) => tenantId)).toEqual([tenant, otherTenant])
  })

  it('an unknown channel and a text that is no reference are refused before anything is asked', async () => {
    const services = connectedServices({
      orders: { ...fakeServices().orders, find: () => Promise.reject(new Error('asked')) },
    })
    const channel = { code: 'INVALID_REQUEST', field: 'channel' }
    await expect(importOne(services, { channel: 'ebay' })).rejects.toMatchObject(channel)
    const field = { code: 'ORDER_REF_INVALID', field: 'orderRef' }
    await expect(importOne(services, { orderRef: 'Camille Durand' })).rejects.toMatchObject(field)
    expect(services.marketplace.asked).toEqual([])
  })
})

describe('a stub', () => {
  it('missing credentials: the tenant gets a stub made from the conversation', async () => {
    const services = fakeServices()
    const { order, source } = await importOne(services, { conversation })
    expect(source).toBe('stub')
    expect(order).toMatchObject({
      id: 'ord-1',
      orderSource: 'stub',
      status: 'Unshipped',
      totalAmount: '0',
      products: [],
      customerName: 'Camille',
      customerEmail: 'camille@example.org',
      orderDate: '2026-02-01T00:00:00.000Z',
      importedAt: now,
    })
    expect(services.stored).toEqual([order])
  })

  it('a date that can’t be read counts as unknown', async () => {
    const { order } = await importOne(fakeServices(), { conversation: { orderDate: 'last week' } })
    expect(order.orderDate).toBeNull()
  })

  it('a stub whose tenant still has no credentials comes from the cache', async () => {
    const services = fakeServices()
    const { order } = await importOne(services, { conversation })
    expect(await importOne(services)).toEqual({ source: 'cache', order })
    expect(await importOne(services, { refresh: true })).toEqual({ source: 'cache', order })
  })

  it('a stub that was made before stubs were turned off still comes from the cache', async () => {
    const services = fakeServices()
    const { order } = await importOne(services)
    expect(await importOne({ ...services, stubMode: 'off' })).toEqual({ source: 'cache', order })
  })

  it('a stub is completed under its id once there are credentials', async () => {
    const services = fakeServices()
    await importOne(services, { conversation })
    services.marketplace.credentials.set(tenant, sellerCredentials)
    services.marketplace.orders.set(reference, aChannelOrder({ customerName: null }))
    const { order, source } = await importOne(services)
    expect(source).toBe('amazon_spapi')
    expect(order).toMatchObject({
      id: 'ord-1',
      orderSource: 'amazon_spapi',
      totalAmount: '29.99',
      customerName: 'Camille',
    })
    expect(services.stored).toEqual([order])
  })

  it('a stub is never made over an order that was stored meanwhile', async () => {
    const services = fakeServices()
    const order = anOrder({ tenantId: tenant, checkedAt: now, id: 'ord-meanwhile' })
    const { connector } = services.marketplace
    const connect = async () => {
      services.stored.push(order)
      return null
    }
    const connectors = new Map([['amazon', { ...connector, connect }]])
    expect(await importOne({ ...services, connectors })).toEqual({ source: 'cache', order })
    expect(services.stored).toEqual([order])
  })

  it('stubs off: missing credentials are NO_ACTIVE_CHANNEL, and nothing is stored', async () => {
    const services = fakeServices({ stubMode: 'off' })
    await expect(importOne(services, { conversation })).rejects.toEqual(failingWith('NO_ACTIVE_CHANNEL'))
    expect(services.stored).toEqual([])
  })
})

describe('a failure', () => {
  it('failing credentials are a failure, never a stub', async () => {
    const services = connectedServices()
    services.marketplace.failures.connect.push('CREDENTIALS_UNAVAILABLE')
    await expect(importOne(services, { conversation })).rejects.toEqual(failingWith('CREDENTIALS_UNAVAILABLE'))
    expect(services.stored).toEqual([])
  })

  it('a disabled connection is NO_ACTIVE_CHANNEL, never a stub', async () => {
    const services = fakeServices()
    services.connectionsFake.set(tenant, { status: 'disabled' })
    await expect(importOne(services, { conversation })).rejects.toEqual(failingWith('NO_ACTIVE_CHANNEL'))
    expect(services.stored).toEqual([])
  })

  it('another tenant’s selling account is SELLER_ALREADY_CONNECTED, and the marketplace is not asked', async () => {
    const services = connectedServices()
    await importOne(services)
    services.marketplace.credentials.set(otherTenant, sellerCredentials)
    await expect(importOne(services, {}, otherTenant)).rejects.toEqual(failingWith('SELLER_ALREADY_CONNECTED'))
    expect(services.marketplace.asked).toHaveLength(1)
    expect(services.stored).toHaveLength(1)
  })

  it.each<ErrorCode>([
    'ORDER_NOT_FOUND_FOR_TENANT',
    'RATE_LIMITED',
    'UPSTREAM_ERROR',
    'UPSTREAM_FORBIDDEN',
    'APP_CREDENTIALS_INVALID',
  ])('%s stores nothing and is not remembered: the next import succeeds', async (code) => {
    const services = connectedServices()
    services.marketplace.failures.fetch.push(code)
    await expect(importOne(services, { conversation })).rejects.toEqual(failingWith(code))
    expect(services.stored).toEqual([])
    expect(await importOne(services)).toMatchObject({ source: 'amazon_spapi' })
  })

  it('a failed refresh leaves the stored order as it was', async () => {
    const services = connectedServices()
    const { order } = await importOne(services)
    services.marketplace.failures.fetch.push('UPSTREAM_ERROR')
    await expect(importOne(services, { refresh: true })).rejects.toEqual(failingWith('UPSTREAM_ERROR'))
    expect(services.stored).toEqual([order])
    expect(await importOne(services)).toEqual({ source: 'cache', order })
  })

  it.each(['connect', 'fetch'] as const)('a deadline that passes during %s is UPSTREAM_TIMEOUT', async (step) => {
    const services = connectedServices({ upstreamTimeoutMs: 5 })
    services.marketplace.failures[step].push('hang')
    await expect(importOne(services, { conversation })).rejects.toEqual(failingWith('UPSTREAM_TIMEOUT'))
    expect(services.stored).toEqual([])
  })

  it('a failure that an adapter names keeps its name after the deadline', async () => {
    const services = connectedServices({ upstreamTimeoutMs: 5 })
    const { connector } = services.marketplace
    const connect: typeof connector.connect = (_tenantId, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DomainError('CREDENTIALS_UNAVAILABLE')))
      })
    const connectors = new Map([['amazon', { ...connector, connect }]])
    await expect(importOne({ ...services, connectors })).rejects.toEqual(failingWith('CREDENTIALS_UNAVAILABLE'))
  })
})
