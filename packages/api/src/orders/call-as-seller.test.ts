import { deadlineIn, type ChannelOrder } from '@orderport/domain'
import { aChannelOrder } from '@orderport/domain/testing'
import { expect, it } from 'vitest'
import {
  type FakeServices,
  connectedServices,
  fakeServices,
  otherTenant,
  sellerCredentials,
  tenant,
} from '../testing/fake-services.ts'
import { callAsSeller } from './call-as-seller.ts'
import { importTarget } from './import-target.ts'

const reference = '171-4093870-1757126'

async function fetchOne(
  services: FakeServices,
  externalOrderId = reference,
  tenantId = tenant,
): Promise<ChannelOrder | null> {
  const target = importTarget(services, tenantId, 'amazon', externalOrderId)
  const deadline = deadlineIn(10_000)
  const stored = services.connectionsFake.of(tenant)
  return callAsSeller(services, {
    target,
    stored,
    deadline,
    call: (client) => client.fetch(externalOrderId, deadline),
  })
}

it('returns null for a tenant without credentials, and stores nothing about its connection', async () => {
  const services = fakeServices()
  expect(await fetchOne(services)).toBeNull()
  expect(services.connectionsFake.of(tenant)).toBeNull()
})

it('an order that was fetched confirms the connection once', async () => {
  const services = connectedServices()
  expect(await fetchOne(services)).toEqual(aChannelOrder())
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'active', sellerId: 'A1SELLER' })
  await fetchOne(services)
  expect(services.connectionsFake.calls).toEqual(['bind', 'confirm'])
})

it('the answer that there is no such order confirms the connection too', async () => {
  const services = connectedServices()
  await expect(fetchOne(services, '171-0000000-0000001')).rejects.toMatchObject({ code: 'ORDER_NOT_FOUND_FOR_TENANT' })
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'active' })
})

it('a disabled connection reads no credentials', async () => {
  const services = connectedServices()
  services.connectionsFake.set(tenant, { status: 'disabled' })
  services.marketplace.failures.connect.push('CREDENTIALS_UNAVAILABLE')
  await expect(fetchOne(services)).rejects.toMatchObject({ code: 'NO_ACTIVE_CHANNEL' })
})

it('credentials that the marketplace refused for good are not tried again until others are stored', async () => {
  const services = connectedServices()
  services.marketplace.revoked.add('Atzr|1')
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(fetchOne(services)).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  }
  expect(services.marketplace.asked).toHaveLength(1)
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'reauth_required' })

  services.marketplace.credentials.set(tenant, { ...sellerCredentials, refreshToken: 'Atzr|2' })
  expect(await fetchOne(services)).toEqual(aChannelOrder())
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'active', refusedFingerprint: null })
})

it('the same credentials in a new version of the secret are tried at once', async () => {
  const services = connectedServices()
  services.marketplace.revoked.add('Atzr|1')
  await expect(fetchOne(services)).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  services.marketplace.credentials.set(tenant, { ...sellerCredentials, version: 2 })
  await expect(fetchOne(services)).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  expect(services.marketplace.asked).toHaveLength(2)
  services.marketplace.revoked.clear()
  services.marketplace.credentials.set(tenant, { ...sellerCredentials, version: 3 })
  expect(await fetchOne(services)).toEqual(aChannelOrder())
})

it('refused credentials are tried again by one call in half an hour', async () => {
  const services = connectedServices()
  services.marketplace.revoked.add('Atzr|1')
  const failing = () => expect(fetchOne(services)).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  await failing()
  for (let retries = 1; retries <= 3; retries += 1) {
    services.connectionsFake.pass(1_800_000)
    await Promise.all([failing(), failing(), failing()])
    expect(services.marketplace.asked).toHaveLength(1 + retries)
    expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'reauth_required' })
  }
  services.marketplace.revoked.clear()
  await failing()
  services.connectionsFake.pass(1_800_000)
  expect(await fetchOne(services)).toEqual(aChannelOrder())
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'active', refusedFingerprint: null })
})

it.each([
  ['no pause at all is configured', 0, []],
  ['every read of the secret is another version', 1_800_000, [1, 2, 3, 4, 5]],
])('one call asks the marketplace twice at most, even if %s', async (_what, reauthRetryAfterMs, versions) => {
  const services = { ...connectedServices(), reauthRetryAfterMs }
  services.marketplace.revoked.add('Atzr|1')
  const { connector } = services.marketplace
  const connect: typeof connector.connect = (...args) => {
    const version = versions.shift()
    if (version !== undefined) services.marketplace.credentials.set(tenant, { ...sellerCredentials, version })
    return connector.connect(...args)
  }
  const changing = { ...services, connectors: new Map([['amazon', { ...connector, connect }]]) }
  await expect(fetchOne(changing)).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  expect(services.marketplace.asked.length).toBeLessThanOrEqual(2)
})

it('an account that no import proved is free for its owner once the credentials were refused', async () => {
  const services = connectedServices()
  services.marketplace.revoked.add('Atzr|invented')
  services.marketplace.credentials.set(otherTenant, { ...sellerCredentials, refreshToken: 'Atzr|invented' })
  await expect(fetchOne(services, reference, otherTenant)).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  expect(await fetchOne(services)).toEqual(aChannelOrder())
})

it('credentials that were stored while the refused ones were remembered are tried at once', async () => {
  const services = connectedServices()
  await fetchOne(services)
  services.marketplace.revoked.add('Atzr|1')
  services.marketplace.credentials.set(tenant, { ...sellerCredentials, refreshToken: 'Atzr|2' })
  expect(await fetchOne(services)).toEqual(aChannelOrder())
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'active' })
})

it('UPSTREAM_FORBIDDEN is recorded for operators until an order is fetched', async () => {
  const services = connectedServices()
  await fetchOne(services)
  services.marketplace.failures.fetch.push('UPSTREAM_FORBIDDEN')
  await expect(fetchOne(services)).rejects.toMatchObject({ code: 'UPSTREAM_FORBIDDEN' })
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'active', lastError: 'UPSTREAM_FORBIDDEN' })
  await fetchOne(services)
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'active', lastError: null })
})

it('a passing failure neither confirms the connection nor is recorded', async () => {
  const services = connectedServices()
  services.marketplace.failures.fetch.push('UPSTREAM_ERROR')
  await expect(fetchOne(services)).rejects.toMatchObject({ code: 'UPSTREAM_ERROR' })
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'pending', lastError: null })
})
