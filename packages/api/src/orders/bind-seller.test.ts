import { deadlineIn, DomainError } from '@orderport/domain'
import { expect, it } from 'vitest'
import {
  type FakeServices,
  connectedServices,
  fakeServices,
  otherTenant,
  sellerCredentials,
  tenant,
} from '../testing/fake-services.ts'
import { openBoundConnection, type BoundConnection } from './bind-seller.ts'
import { importTarget } from './import-target.ts'

const reference = '171-4093870-1757126'

async function open(
  services: FakeServices,
  tenantId = tenant,
  refused: string | null = null,
): Promise<BoundConnection | null> {
  const target = importTarget(services, tenantId, 'amazon', reference)
  const stored = services.connectionsFake.of(tenantId)
  return openBoundConnection(services, target, { stored, refused, refusedNow: false }, deadlineIn(10_000))
}

it('binds nothing for a tenant without credentials', async () => {
  const services = fakeServices()
  expect(await open(services)).toBeNull()
  expect(services.connectionsFake.calls).toEqual([])
})

it('binds the selling account when it is first opened, and not again', async () => {
  const services = connectedServices()
  expect(await open(services)).toMatchObject({ proven: false, client: { sellerId: 'A1SELLER' } })
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'pending', sellerId: 'A1SELLER' })
  expect(await open(services)).toMatchObject({ proven: false })
  expect(services.connectionsFake.calls).toEqual(['bind'])
})

it('is proven once it has worked, and until it fails', async () => {
  const services = connectedServices()
  await open(services)
  services.connectionsFake.set(tenant, { status: 'active' })
  expect(await open(services)).toMatchObject({ proven: true })
  services.connectionsFake.set(tenant, { lastError: 'UPSTREAM_FORBIDDEN' })
  expect(await open(services)).toMatchObject({ proven: false })
})

it.each([
  ['another account', { sellerId: 'A2SELLER', refreshToken: 'Atzr|1' }],
  ['another authorisation', { sellerId: 'A1SELLER', refreshToken: 'Atzr|2' }],
])('binds anew for %s, which is to be proven', async (_what, changed) => {
  const services = connectedServices()
  await open(services)
  services.connectionsFake.set(tenant, { status: 'active' })
  services.marketplace.credentials.set(tenant, changed)
  services.marketplace.connector.forgetCredentials(tenant)
  expect(await open(services)).toMatchObject({ proven: false, client: { sellerId: changed.sellerId } })
  expect(services.connectionsFake.of(tenant)).toMatchObject({ status: 'pending', sellerId: changed.sellerId })
})

it.each([
  ['a copied secret', sellerCredentials],
  ['a copied authorisation under another account’s name', { ...sellerCredentials, sellerId: 'A9INVENTED' }],
  ['the account’s name over another authorisation', { ...sellerCredentials, refreshToken: 'Atzr|invented' }],
])('another tenant’s selling account is refused: %s', async (_what, copy) => {
  const services = connectedServices()
  await open(services)
  services.marketplace.credentials.set(otherTenant, copy)
  await expect(open(services, otherTenant)).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
  const refused = { sellerId: null, lastError: 'SELLER_ALREADY_CONNECTED' }
  expect(services.connectionsFake.of(otherTenant)).toMatchObject(refused)
})

it('a corrected secret works at once after another tenant’s was refused', async () => {
  const services = connectedServices()
  await open(services)
  services.marketplace.credentials.set(otherTenant, sellerCredentials)
  await expect(open(services, otherTenant)).rejects.toThrow(DomainError)
  services.marketplace.credentials.set(otherTenant, { sellerId: 'A2SELLER', refreshToken: 'Atzr|2' })
  expect(await open(services, otherTenant)).toMatchObject({ client: { sellerId: 'A2SELLER' } })
})

it('a database that is away while it binds is that failure, and nothing is recorded about the connection', async () => {
  const services = connectedServices()
  const away = new DomainError('DATABASE_UNAVAILABLE')
  const connections = { ...services.connections, bind: () => Promise.reject(away) }
  await expect(open({ ...services, connections })).rejects.toBe(away)
  expect(services.connectionsFake.calls).toEqual([])
})

it('refused credentials are CHANNEL_REAUTH_REQUIRED until a new read finds others', async () => {
  const services = connectedServices()
  const bound = await open(services)
  const refused = bound?.client.credentialsFingerprint ?? ''
  await expect(open(services, tenant, refused)).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  services.marketplace.credentials.set(tenant, { ...sellerCredentials, refreshToken: 'Atzr|2' })
  expect(await open(services, tenant, refused)).toMatchObject({ client: { sellerId: 'A1SELLER' } })
})

it('refused credentials are opened again by one call in half an hour, not by the one that met the refusal', async () => {
  const services = connectedServices()
  const refused = (await open(services))?.client.credentialsFingerprint ?? ''
  const target = importTarget(services, tenant, 'amazon', reference)
  await services.connections.requireReauthorisation(target, refused)
  services.connectionsFake.pass(1_800_000 - 1)
  await expect(open(services, tenant, refused)).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  services.connectionsFake.pass(1)
  const again = openBoundConnection(services, target, { stored: null, refused, refusedNow: true }, deadlineIn(10_000))
  await expect(again).rejects.toMatchObject({ code: 'CHANNEL_REAUTH_REQUIRED' })
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => open(services, tenant, refused)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('credentials that were not refused are not read anew', async () => {
  const services = connectedServices()
  await open(services)
  services.marketplace.credentials.delete(tenant)
  expect(await open(services)).toMatchObject({ client: { sellerId: 'A1SELLER' } })
})
