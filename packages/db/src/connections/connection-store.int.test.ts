import type { SellerBinding } from '@orderport/domain'
import { describe, expect, test } from 'vitest'
import { createDatabase, type Database } from '../database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

const now = '2026-11-23T10:00:00.000Z'
const ofA = { tenantId: tenantA, channel: 'amazon' }
const ofB = { tenantId: tenantB, channel: 'amazon' }
const refused = { fingerprint: 'bad', now }

function claim(sellerId: string, authorisationFingerprint = `authorisation of ${sellerId}`): SellerBinding {
  return {
    sellerId,
    region: 'eu-west-1',
    marketplaceId: 'A13V1IB3VIYZZH',
    authorisationFingerprint,
  }
}

async function openFixture() {
  await using started = new AsyncDisposableStack()
  const testDatabase = started.use(await migratedDatabase())
  const database: Database = started.use(createDatabase({ url: testDatabase.runtimeUrl }))
  const owned = started.move()
  return {
    connections: database.connections,
    sql: (text: string) => testDatabase.superuserQuery(text),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('a connection', () => {
  test('is pending once it is tied, and active once it has worked', async () => {
    await using f = await openFixture()
    expect(await f.connections.find(ofA)).toBeNull()
    await f.connections.bind(ofA, claim('SELLER-1'), now)
    expect(await f.connections.find(ofA)).toEqual({
      status: 'pending',
      sellerId: 'SELLER-1',
      authorisationFingerprint: 'authorisation of SELLER-1',
      refusedFingerprint: null,
      lastError: null,
    })
    await f.connections.confirm(ofA, now)
    expect(await f.connections.find(ofA)).toMatchObject({ status: 'active', sellerId: 'SELLER-1' })
    expect(await f.connections.find(ofB)).toBeNull()
  })

  test('asks for the seller again after a refusal, keeps the account it has proved, and works again with other credentials', async () => {
    await using f = await openFixture()
    await f.connections.bind(ofA, claim('SELLER-1'), now)
    await f.connections.confirm(ofA, now)
    await f.connections.requireReauthorisation(ofA, refused)
    expect(await f.connections.find(ofA)).toMatchObject({
      status: 'reauth_required',
      sellerId: 'SELLER-1',
      refusedFingerprint: 'bad',
      lastError: 'CHANNEL_REAUTH_REQUIRED',
    })
    await f.connections.bind(ofA, claim('SELLER-1', 'new authorisation'), now)
    await f.connections.confirm(ofA, now)
    expect(await f.connections.find(ofA)).toMatchObject({ status: 'active', refusedFingerprint: null, lastError: null })
  })

  test('gives an account that no import ever proved back to its owner', async () => {
    await using f = await openFixture()
    await f.connections.bind(ofA, claim('SELLER-1'), now)
    await f.connections.requireReauthorisation(ofA, refused)
    await f.connections.bind(ofB, claim('SELLER-1'), now)
    expect(await f.connections.find(ofA)).toMatchObject({ status: 'reauth_required', sellerId: null })
    expect(await f.connections.find(ofB)).toMatchObject({ status: 'pending', sellerId: 'SELLER-1' })
  })

  test('that is disabled stays so, whatever an import that was on its way finds', async () => {
    await using f = await openFixture()
    await f.connections.bind(ofA, claim('SELLER-1'), now)
    await f.sql(`UPDATE channel_connections SET status = 'disabled'`)
    await f.connections.confirm(ofA, now)
    await f.connections.requireReauthorisation(ofA, refused)
    await f.connections.bind(ofA, claim('SELLER-2'), now)
    await f.connections.noteFailure(ofA, { code: 'UPSTREAM_FORBIDDEN', now })
    expect(await f.connections.find(ofA)).toMatchObject({
      status: 'disabled',
      sellerId: 'SELLER-1',
      lastError: 'UPSTREAM_FORBIDDEN',
    })
  })
})

describe('another tenant’s', () => {
  test.each([
    ['selling account', claim('SELLER-1', 'authorisation of its own')],
    ['authorisation, under an account of one’s own', claim('SELLER-2', 'authorisation of SELLER-1')],
  ])('%s is refused, and nothing of it is kept', async (_what, copied) => {
    await using f = await openFixture()
    await f.connections.bind(ofA, claim('SELLER-1'), now)
    await expect(f.connections.bind(ofB, copied, now)).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
    expect(await f.connections.find(ofB)).toBeNull()
    await f.connections.noteFailure(ofB, { code: 'SELLER_ALREADY_CONNECTED', now })
    expect(await f.connections.find(ofB)).toMatchObject({
      status: 'pending',
      sellerId: null,
      lastError: 'SELLER_ALREADY_CONNECTED',
    })
  })

  test('account is refused to a tenant that already has one, which stays', async () => {
    await using f = await openFixture()
    await f.connections.bind(ofA, claim('SELLER-1'), now)
    await f.connections.bind(ofB, claim('SELLER-2'), now)
    await f.connections.confirm(ofB, now)
    await expect(f.connections.bind(ofB, claim('SELLER-1'), now)).rejects.toMatchObject({
      code: 'SELLER_ALREADY_CONNECTED',
    })
    expect(await f.connections.find(ofB)).toMatchObject({ status: 'active', sellerId: 'SELLER-2' })
  })
})

describe('an account that an import has proven', () => {
  const proven = async (f: Awaited<ReturnType<typeof openFixture>>) => {
    await f.connections.bind(ofA, claim('SELLER-1'), now)
    await f.connections.confirm(ofA, now)
  }

  test('stays the tenant’s while its credentials name another one', async () => {
    await using f = await openFixture()
    await proven(f)
    await f.connections.bind(ofA, claim('SELLER-2'), now)
    await expect(f.connections.bind(ofB, claim('SELLER-1'), now)).rejects.toMatchObject({
      code: 'SELLER_ALREADY_CONNECTED',
    })
    await f.connections.bind(ofA, claim('SELLER-1'), now)
    expect(await f.connections.find(ofA)).toMatchObject({ sellerId: 'SELLER-1' })
  })

  test('stays the tenant’s when a mistyped authorisation is refused', async () => {
    await using f = await openFixture()
    await proven(f)
    await f.connections.bind(ofA, claim('SELLER-1', 'mistyped'), now)
    await f.connections.requireReauthorisation(ofA, refused)
    const copied = f.connections.bind(ofB, claim('SELLER-1'), now)
    await expect(copied).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
    await f.connections.bind(ofB, claim('SELLER-2', 'mistyped'), now)
  })

  test('keeps every authorisation that opened it: a copy of an older one is refused too', async () => {
    await using f = await openFixture()
    await proven(f)
    await f.connections.bind(ofA, claim('SELLER-1', 'renewed'), now)
    await f.connections.confirm(ofA, now)
    for (const copied of ['authorisation of SELLER-1', 'renewed']) {
      const bound = f.connections.bind(ofB, claim('SELLER-2', copied), now)
      await expect(bound).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
    }
  })

  test('is the same in small letters', async () => {
    await using f = await openFixture()
    await proven(f)
    const bound = f.connections.bind(ofB, claim('seller-1', 'another'), now)
    await expect(bound).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
  })
})

test('first imports of one tenant at once don’t refuse each other', async () => {
  await using f = await openFixture()
  await Promise.all(Array.from({ length: 10 }, () => f.connections.bind(ofA, claim('SELLER-1'), now)))
  expect(await f.connections.find(ofA)).toMatchObject({ status: 'pending', sellerId: 'SELLER-1' })
})

test('of ten tenants that claim one account at once, one gets it', async () => {
  await using f = await openFixture()
  const claims = Array.from({ length: 10 }, (_, index) =>
    f.connections.bind({ ...ofA, tenantId: Object(`tenant-${index}`).toString() }, claim('SELLER-1'), now),
  )
  const settled = await Promise.allSettled(claims)
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await f.sql('SELECT FROM channel_connections')).toHaveLength(1)
})
