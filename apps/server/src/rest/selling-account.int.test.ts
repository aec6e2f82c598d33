import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport, type Answer } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer, importedFrom, listedFrom } from '../../test/harness/wire.ts'

const owner = 'boutique-lyon'
const copier = 'atelier-berlin'
const account = `SELLER-${owner}`
const reference = '171-4093870-1757126'
const other = '171-0000000-0000001'

type Orderport = Awaited<ReturnType<typeof startOrderport>>

const trpcFailure = z.object({ error: z.object({ data: z.object({ appCode: z.string() }) }) })

const secretPath = (tenantId: string) => `keybuzz/tenants/${tenantId}/amazon_spapi`

const secret = (sellerId: string, refreshToken: string) => ({
  refresh_token: refreshToken,
  seller_id: sellerId,
  marketplace_id: 'A13V1IB3VIYZZH',
  region: 'eu-west-1',
})

/** Starts a service whose owner's selling account holds two orders, one of them imported. */
async function bound() {
  await using cleanup = new AsyncDisposableStack()
  const service = cleanup.use(await startOrderport())
  const seller = service.connect(owner)
  seller.putOrder(sampleOrder(reference))
  seller.putOrder(sampleOrder(other))
  const order = importedFrom(await service.importOne(owner, reference))
  const owned = cleanup.move()
  return { service, seller, order, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Imports over REST and over tRPC; returns both answers' status and code. */
async function importBothWays(service: Orderport, tenantId: string, orderRef: string): Promise<readonly string[]> {
  const rest = await service.importOne(tenantId, orderRef)
  const headers = { 'x-tenant-id': tenantId }
  const trpc = await service.call('/trpc/orders.import', { method: 'POST', headers, body: { orderRef } })
  const appCode = (answer: Answer) => trpcFailure.parse(answer.body).error.data.appCode
  return [`${rest.status} ${codeFromAnswer(rest)}`, `${trpc.status} ${appCode(trpc)}`]
}

function connectionOf({ database }: Orderport, tenantId: string) {
  return database.superuserQuery(`SELECT status, selling_account, last_error FROM channel_connections
    WHERE tenant_id = '${tenantId}'`)
}

describe('a selling account', () => {
  it('is bound to its tenant by the first import with its credentials', async () => {
    await using world = await bound()
    expect(await connectionOf(world.service, owner)).toEqual([
      { status: 'active', selling_account: account, last_error: null },
    ])
  })

  it.each([
    ['a copied secret', secret(account, `Atzr|${account}`)],
    ['a copied secret under another account’s name', secret('SELLER-invented', `Atzr|${account}`)],
    ['the account’s name over another authorisation', secret(account, 'Atzr|invented')],
  ])(
    'belongs to one tenant: %s stores nothing and calls nobody, and the right secret works at once',
    async (_name, copy) => {
      await using world = await bound()
      const { service } = world
      service.vault.put(secretPath(copier), copy)
      const asked = service.amazon.requestLog.requests.length
      const refused = '409 SELLER_ALREADY_CONNECTED'
      expect(await importBothWays(service, copier, other)).toEqual([refused, refused])
      expect(await importBothWays(service, copier, reference)).toEqual([refused, refused])
      expect(service.amazon.requestLog.requests).toHaveLength(asked)
      expect(listedFrom(await service.get(copier, '')).total).toBe(0)
      expect(await connectionOf(service, copier)).toEqual([
        { status: 'pending', selling_account: null, last_error: 'SELLER_ALREADY_CONNECTED' },
      ])
      expect(importedFrom(await service.importOne(owner, other)).source).toBe('amazon_spapi')

      service.connect(copier).putOrder(sampleOrder(other))
      expect(importedFrom(await service.importOne(copier, other)).source).toBe('amazon_spapi')
      expect(await connectionOf(service, copier)).toEqual([
        { status: 'active', selling_account: `SELLER-${copier}`, last_error: null },
      ])
    },
  )

  it('stays bound while the seller has to authorise again', async () => {
    await using world = await bound()
    const { service, seller } = world
    service.amazon.revokeRefreshToken(`Atzr|${account}`)
    expect(codeFromAnswer(await service.importOne(owner, other))).toBe('CHANNEL_REAUTH_REQUIRED')
    seller.authorise('Atzr|renewed')
    service.vault.put(secretPath(copier), secret(account, 'Atzr|renewed'))
    expect(codeFromAnswer(await service.importOne(copier, other))).toBe('SELLER_ALREADY_CONNECTED')
    service.vault.put(secretPath(owner), secret(account, 'Atzr|renewed'))
    expect(importedFrom(await service.importOne(owner, other)).source).toBe('amazon_spapi')
  })

  it('can’t be taken by a tenant that only names it', async () => {
    await using service = await startOrderport()
    service.vault.put(secretPath(copier), secret(account, 'Atzr|invented'))
    expect(codeFromAnswer(await service.importOne(copier, reference))).toBe('CHANNEL_REAUTH_REQUIRED')
    service.connect(owner).putOrder(sampleOrder(reference))
    expect(importedFrom(await service.importOne(owner, reference)).source).toBe('amazon_spapi')
  })

  it('is bound to exactly one of two tenants that race with one secret', async () => {
    await using service = await startOrderport()
    for (let round = 0; round < 5; round += 1) {
      const tenants = [`tenant-${round}-a`, `tenant-${round}-b`]
      const sellerId = `SELLER-${round}`
      service.amazon
        .registerSeller({ sellerId, region: 'eu-west-1', refreshToken: `Atzr|${sellerId}` })
        .putOrder(sampleOrder(reference))
      for (const tenantId of tenants) service.vault.put(secretPath(tenantId), secret(sellerId, `Atzr|${sellerId}`))
      const answers = await Promise.all(tenants.map((tenantId) => service.importOne(tenantId, reference)))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    }
    const owners = await service.database.superuserQuery('SELECT DISTINCT tenant_id FROM orders')
    expect(owners).toHaveLength(5)
  })
})

describe('a connection that an operator disabled', () => {
  it('imports nothing until it is enabled, while stored orders are still served', async () => {
    await using world = await bound()
    const { service, order } = world
    const setStatus = (status: string) =>
      service.database.superuserQuery(`UPDATE channel_connections SET status = '${status}'`)
    await setStatus('disabled')
    const asked = service.amazon.requestLog.requests.length
    const refused = '400 NO_ACTIVE_CHANNEL'
    expect(await importBothWays(service, owner, other)).toEqual([refused, refused])
    expect(codeFromAnswer(await service.importOne(owner, reference, { refresh: true }))).toBe('NO_ACTIVE_CHANNEL')
    expect(service.amazon.requestLog.requests).toHaveLength(asked)
    expect(importedFrom(await service.importOne(owner, reference))).toEqual({ ...order, source: 'cache' })
    expect((await service.get(owner, `/${reference}`)).status).toBe(200)
    expect(listedFrom(await service.get(owner, '')).orders).toMatchObject([{ id: order.orderId }])
    expect(await connectionOf(service, owner)).toMatchObject([{ status: 'disabled' }])

    await setStatus('active')
    expect(importedFrom(await service.importOne(owner, other)).source).toBe('amazon_spapi')
  })
})
