import type { ConnectionKey, SellerBinding } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { createDatabase, type Database } from '../database.ts'
import { findConnection } from '../testing/find-connection.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

const ofA = { tenantId: tenantA, channel: 'amazon' }
const ofB = { tenantId: tenantB, channel: 'amazon' }
const refused = 'bad'

function seller(sellerId: string, authorisationFingerprint = `authorisation of ${sellerId}`): SellerBinding {
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
    url: testDatabase.runtimeUrl,
    connections: database.connections,
    find: (key: ConnectionKey) => findConnection(testDatabase.runtimeUrl, key),
    sql: (text: string) => testDatabase.superuserQuery(text),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

describe('a connection', () => {
  it('is pending once it is bound, and active once it has worked', async () => {
    await using f = await openFixture()
    expect(await f.find(ofA)).toBeNull()
    await f.connections.bind(ofA, seller('SELLER-1'))
    expect(await f.find(ofA)).toEqual({
      status: 'pending',
      sellerId: 'SELLER-1',
      authorisationFingerprint: 'authorisation of SELLER-1',
      refusedFingerprint: null,
      lastError: null,
    })
    await f.connections.confirm(ofA)
    expect(await f.find(ofA)).toMatchObject({ status: 'active', sellerId: 'SELLER-1' })
    expect(await f.find(ofB)).toBeNull()
  })

  it('needs reauthorisation after a refusal, keeps its proven account, and works again with new credentials', async () => {
    await using f = await openFixture()
    await f.connections.bind(ofA, seller('SELLER-1'))
    await f.connections.confirm(ofA)
    await f.connections.requireReauthorisation(ofA, refused)
    expect(await f.find(ofA)).toMatchObject({
      status: 'reauth_required',
      sellerId: 'SELLER-1',
      refusedFingerprint: 'bad',
      lastError: 'CHANNEL_REAUTH_REQUIRED',
    })
    await f.connections.bind(ofA, seller('SELLER-1', 'new authorisation'))
    await f.connections.confirm(ofA)
    expect(await f.find(ofA)).toMatchObject({ status: 'active', refusedFingerprint: null, lastError: null })
  })

  it('releases an account that no import has proven', async () => {
    await using f = await openFixture()
    await f.connections.bind(ofA, seller('SELLER-1'))
    await f.connections.requireReauthorisation(ofA, refused)
    await f.connections.bind(ofB, seller('SELLER-1'))
    expect(await f.find(ofA)).toMatchObject({ status: 'reauth_required', sellerId: null })
    expect(await f.find(ofB)).toMatchObject({ status: 'pending', sellerId: 'SELLER-1' })
  })

  it('stays disabled, whatever a running import finds', async () => {
    await using f = await openFixture()
    await f.connections.bind(ofA, seller('SELLER-1'))
    await f.sql(`UPDATE channel_connections SET status = 'disabled'`)
    await f.connections.confirm(ofA)
    await f.connections.requireReauthorisation(ofA, refused)
    await f.connections.bind(ofA, seller('SELLER-2'))
    await f.connections.noteFailure(ofA, 'UPSTREAM_FORBIDDEN')
    expect(await f.find(ofA)).toMatchObject({
      status: 'disabled',
      sellerId: 'SELLER-1',
      lastError: 'UPSTREAM_FORBIDDEN',
    })
  })
})

describe('another try with refused credentials', () => {
  const halfAnHour = 1_800_000
  const refuse = async (f: Awaited<ReturnType<typeof openFixture>>) => {
    await f.connections.bind(ofA, seller('SELLER-1'))
    await f.connections.requireReauthorisation(ofA, refused)
  }
  const claim = (f: Awaited<ReturnType<typeof openFixture>>) => f.connections.claimRetry(ofA, refused, halfAnHour)
  const age = (f: Awaited<ReturnType<typeof openFixture>>, minutes: number) =>
    f.sql(`UPDATE channel_connections SET refused_at = refused_at - interval '${minutes} minutes'`)

  it('is claimed by one of ten callers over two processes, once the time has passed', async () => {
    await using f = await openFixture()
    await using replica = createDatabase({ url: f.url })
    await refuse(f)
    expect(await claim(f)).toBe(false)
    await age(f, 29)
    expect(await claim(f)).toBe(false)
    await age(f, 1)
    const both = { f, replica: { ...f, connections: replica.connections } }
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, index) => claim(index % 2 === 0 ? both.f : both.replica)),
    )
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await claim(f)).toBe(false)
    await age(f, 30)
    expect(await claim(f)).toBe(true)
  })

  it('begins anew with each refusal', async () => {
    await using f = await openFixture()
    await refuse(f)
    await age(f, 40)
    await f.connections.requireReauthorisation(ofA, refused)
    expect(await claim(f)).toBe(false)
  })

  it('is not claimed for other credentials, for another tenant, or when nothing was refused', async () => {
    await using f = await openFixture()
    expect(await claim(f)).toBe(false)
    await refuse(f)
    await age(f, 40)
    expect(await f.connections.claimRetry(ofA, 'others', halfAnHour)).toBe(false)
    expect(await f.connections.claimRetry(ofB, refused, halfAnHour)).toBe(false)
    await f.connections.bind(ofA, seller('SELLER-1', 'new authorisation'))
    await f.connections.confirm(ofA)
    expect(await claim(f)).toBe(false)
    expect(await f.sql('SELECT refused_at FROM channel_connections')).toEqual([{ refused_at: null }])
  })

  it('is claimed at once where the refusal is older than its time is known', async () => {
    await using f = await openFixture()
    await refuse(f)
    await f.sql('UPDATE channel_connections SET refused_at = NULL')
    expect(await claim(f)).toBe(true)
    expect(await claim(f)).toBe(false)
  })
})

describe('another tenant’s', () => {
  it.each([
    ['selling account', seller('SELLER-1', 'authorisation of its own')],
    ['authorisation, under another account', seller('SELLER-2', 'authorisation of SELLER-1')],
  ])('%s is refused, and nothing is stored', async (_what, copied) => {
    await using f = await openFixture()
    await f.connections.bind(ofA, seller('SELLER-1'))
    await expect(f.connections.bind(ofB, copied)).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
    expect(await f.find(ofB)).toBeNull()
    await f.connections.noteFailure(ofB, 'SELLER_ALREADY_CONNECTED')
    expect(await f.find(ofB)).toMatchObject({
      status: 'pending',
      sellerId: null,
      lastError: 'SELLER_ALREADY_CONNECTED',
    })
  })

  it('account is refused to a tenant that already has one, and that one stays', async () => {
    await using f = await openFixture()
    await f.connections.bind(ofA, seller('SELLER-1'))
    await f.connections.bind(ofB, seller('SELLER-2'))
    await f.connections.confirm(ofB)
    await expect(f.connections.bind(ofB, seller('SELLER-1'))).rejects.toMatchObject({
      code: 'SELLER_ALREADY_CONNECTED',
    })
    expect(await f.find(ofB)).toMatchObject({ status: 'active', sellerId: 'SELLER-2' })
  })
})

describe('an account that an import has proven', () => {
  const proven = async (f: Awaited<ReturnType<typeof openFixture>>) => {
    await f.connections.bind(ofA, seller('SELLER-1'))
    await f.connections.confirm(ofA)
  }

  it('stays the tenant’s while its credentials name another one', async () => {
    await using f = await openFixture()
    await proven(f)
    await f.connections.bind(ofA, seller('SELLER-2'))
    await expect(f.connections.bind(ofB, seller('SELLER-1'))).rejects.toMatchObject({
      code: 'SELLER_ALREADY_CONNECTED',
    })
    await f.connections.bind(ofA, seller('SELLER-1'))
    expect(await f.find(ofA)).toMatchObject({ sellerId: 'SELLER-1' })
  })

  it('stays the tenant’s when a mistyped authorisation is refused', async () => {
    await using f = await openFixture()
    await proven(f)
    await f.connections.bind(ofA, seller('SELLER-1', 'mistyped'))
    await f.connections.requireReauthorisation(ofA, refused)
    const copied = f.connections.bind(ofB, seller('SELLER-1'))
    await expect(copied).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
    await f.connections.bind(ofB, seller('SELLER-2', 'mistyped'))
  })

  it('keeps every authorisation that opened it: a copy of an older one is refused too', async () => {
    await using f = await openFixture()
    await proven(f)
    await f.connections.bind(ofA, seller('SELLER-1', 'renewed'))
    await f.connections.confirm(ofA)
    for (const copied of ['authorisation of SELLER-1', 'renewed']) {
      const bound = f.connections.bind(ofB, seller('SELLER-2', copied))
      await expect(bound).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
    }
  })

  it('is the same account in lower case', async () => {
    await using f = await openFixture()
    await proven(f)
    const bound = f.connections.bind(ofB, seller('seller-1', 'another'))
    await expect(bound).rejects.toMatchObject({ code: 'SELLER_ALREADY_CONNECTED' })
  })
})

it('simultaneous first imports of one tenant don’t refuse each other', async () => {
  await using f = await openFixture()
  await Promise.all(Array.from({ length: 10 }, () => f.connections.bind(ofA, seller('SELLER-1'))))
  expect(await f.find(ofA)).toMatchObject({ status: 'pending', sellerId: 'SELLER-1' })
})

it('one of ten tenants that claim an account at once gets it', async () => {
  await using f = await openFixture()
  const claims = Array.from({ length: 10 }, (_, index) =>
    f.connections.bind({ ...ofA, tenantId: Object(`tenant-${index}`).toString() }, seller('SELLER-1')),
  )
  const settled = await Promise.allSettled(claims)
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await f.sql('SELECT FROM channel_connections')).toHaveLength(1)
})
