import type { SellerBinding } from '@orderport/domain'
import { expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'
import { findConnection } from '../testing/find-connection.ts'

const expiresAt = '2026-11-23T12:00:00.000Z'
const lyonsAmazon = { tenantId: lyon, channel: 'amazon' }
const kielsAmazon = { tenantId: kiel, channel: 'amazon' }
const seller: SellerBinding = {
  sellerId: 'A1',
  region: 'eu-west-1',
  marketplaceId: 'M1',
  authorisationFingerprint: 'f1',
}

it('the service finds a member’s role, and a key until it is revoked', async () => {
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
  await keys.create({ tenantId: lyon, id, name: 'CRM', secretHash, scopes: ['orders:read'], expiresAt })
  const found = await service.apiKeys.find(lyon, id)
  expect(found).toMatchObject({ scopes: ['orders:read'], expiresAt, revoked: false })
  expect([...(found?.secretHash ?? [])]).toEqual([...secretHash])
  await keys.revoke(lyon, id)
  expect(await service.apiKeys.find(lyon, id)).toMatchObject({ revoked: true })
})

it('an import does not revive a disabled connection, and binds it again once it is enabled', async () => {
  await using fixture = await administeredDatabase()
  const { connections } = fixture.administration
  await using service = createDatabase({ url: fixture.database.runtimeUrl })
  await connections.disable(lyonsAmazon)
  await service.connections.bind(lyonsAmazon, seller)
  await service.connections.confirm(lyonsAmazon)
  expect(await findConnection(fixture.database.runtimeUrl, lyonsAmazon)).toMatchObject({
    status: 'disabled',
    sellerId: null,
  })
  await connections.enable(lyonsAmazon)
  await service.connections.bind(lyonsAmazon, seller)
  await service.connections.confirm(lyonsAmazon)
  expect(await findConnection(fixture.database.runtimeUrl, lyonsAmazon)).toMatchObject({
    status: 'active',
    sellerId: 'A1',
  })
})

it('a moved account works for its new tenant, and is refused to the old one', async () => {
  await using fixture = await administeredDatabase()
  const { connections } = fixture.administration
  await using service = createDatabase({ url: fixture.database.runtimeUrl })
  await service.connections.bind(lyonsAmazon, seller)
  const taken = { code: 'SELLER_ALREADY_CONNECTED' }
  await expect(service.connections.bind(kielsAmazon, seller)).rejects.toMatchObject(taken)
  await connections.move({ from: lyon, to: kiel, channel: 'amazon' })
  expect(await findConnection(fixture.database.runtimeUrl, kielsAmazon)).toMatchObject({
    status: 'pending',
    sellerId: 'A1',
    authorisationFingerprint: 'f1',
  })
  await service.connections.confirm(kielsAmazon)
  expect(await findConnection(fixture.database.runtimeUrl, kielsAmazon)).toMatchObject({ status: 'active' })
  expect(await findConnection(fixture.database.runtimeUrl, lyonsAmazon)).toMatchObject({
    status: 'disabled',
    sellerId: null,
  })
  await connections.enable(lyonsAmazon)
  await expect(service.connections.bind(lyonsAmazon, seller)).rejects.toMatchObject(taken)
})
