import type { SellerBinding } from '@orderport/domain'
import { expect, test } from 'vitest'
import { createDatabase } from '../database.ts'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'

const now = '2026-11-23T12:00:00.000Z'
const lyonsAmazon = { tenantId: lyon, channel: 'amazon' }
const kielsAmazon = { tenantId: kiel, channel: 'amazon' }
const claim: SellerBinding = {
  sellerId: 'A1',
  region: 'eu-west-1',
  marketplaceId: 'M1',
  authorisationFingerprint: 'f1',
}

test('the service finds a member’s role, and a key until it is revoked', async () => {
  await using fixture = await administeredDatabase()
  const { members, keys } = fixture.administration
  await using service = createDatabase({ url: fixture.database.runtimeUrl })
  const camille = { tenantId: lyon, email: 'camille@example.org', actor: 'user:c' }
  await members.add(camille, 'admin')
  expect(await service.memberships.roleOf(lyon, 'Camille@Example.org')).toBe('admin')
  expect(await service.memberships.roleOf(kiel, camille.email)).toBeNull()
  await members.remove(camille)
  expect(await service.memberships.roleOf(lyon, camille.email)).toBeNull()

  const secretHash = new Uint8Array([1, 2, 3])
  const id = 'abc123def456'
  await keys.create({ tenantId: lyon, id, name: 'CRM', secretHash, scopes: ['orders:read'], expiresAt: now })
  const found = await service.apiKeys.find(lyon, id)
  expect(found).toMatchObject({ scopes: ['orders:read'], expiresAt: now, revoked: false })
  expect([...(found?.secretHash ?? [])]).toEqual([...secretHash])
  await keys.revoke(lyon, id)
  expect(await service.apiKeys.find(lyon, id)).toMatchObject({ revoked: true })
})

test('a connection that an operator disabled is not revived by an import, and is tied anew once enabled', async () => {
  await using fixture = await administeredDatabase()
  const { connections } = fixture.administration
  await using service = createDatabase({ url: fixture.database.runtimeUrl })
  await connections.disable(lyonsAmazon)
  await service.connections.bind(lyonsAmazon, claim, now)
  await service.connections.confirm(lyonsAmazon, now)
  expect(await service.connections.find(lyonsAmazon)).toMatchObject({ status: 'disabled', sellerId: null })
  await connections.enable(lyonsAmazon)
  await service.connections.bind(lyonsAmazon, claim, now)
  await service.connections.confirm(lyonsAmazon, now)
  expect(await service.connections.find(lyonsAmazon)).toMatchObject({ status: 'active', sellerId: 'A1' })
})

test('a moved account imports for its new tenant, and is another tenant’s for the old one', async () => {
  await using fixture = await administeredDatabase()
  const { connections } = fixture.administration
  await using service = createDatabase({ url: fixture.database.runtimeUrl })
  await service.connections.bind(lyonsAmazon, claim, now)
  const taken = { code: 'SELLER_ALREADY_CONNECTED' }
  await expect(service.connections.bind(kielsAmazon, claim, now)).rejects.toMatchObject(taken)
  await connections.move({ from: lyon, to: kiel, channel: 'amazon' })
  expect(await service.connections.find(kielsAmazon)).toMatchObject({
    status: 'pending',
    sellerId: 'A1',
    authorisationFingerprint: 'f1',
  })
  await service.connections.confirm(kielsAmazon, now)
  expect(await service.connections.find(kielsAmazon)).toMatchObject({ status: 'active' })
  expect(await service.connections.find(lyonsAmazon)).toMatchObject({ status: 'disabled', sellerId: null })
  await connections.enable(lyonsAmazon)
  await expect(service.connections.bind(lyonsAmazon, claim, now)).rejects.toMatchObject(taken)
})
