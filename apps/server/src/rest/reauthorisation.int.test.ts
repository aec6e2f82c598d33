import { expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { createLog } from '../log.ts'
import { startServer } from '../start-server.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer, importedFrom, listedFrom } from '../../test/harness/wire.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const secretPath = `keybuzz/tenants/${tenant}/amazon_spapi`

const secretWith = (refreshToken: string) => ({
  refresh_token: refreshToken,
  seller_id: `SELLER-${tenant}`,
  marketplace_id: 'A13V1IB3VIYZZH',
  region: 'eu-west-1',
})

it('a revoked authorisation is tried once, and again only when Vault holds another one', async () => {
  await using service = await startOrderport()
  const seller = service.connect(tenant)
  seller.putOrder(sampleOrder(reference))
  service.amazon.revokeRefreshToken(`Atzr|SELLER-${tenant}`)

  for (let attempt = 0; attempt < 3; attempt += 1) {
    const refused = await service.importOne(tenant, reference)
    expect([refused.status, codeFromAnswer(refused)]).toEqual([409, 'CHANNEL_REAUTH_REQUIRED'])
  }
  expect(service.amazon.requestLog.count('lwa')).toBe(1)
  expect(listedFrom(await service.get(tenant, '')).total).toBe(0)

  seller.authorise('Atzr|renewed')
  service.vault.put(secretPath, secretWith('Atzr|renewed'))
  expect(importedFrom(await service.importOne(tenant, reference)).source).toBe('amazon_spapi')
  const marks = await service.database.superuserQuery(
    'SELECT tenant_id, status, refused_fingerprint FROM channel_connections',
  )
  expect(marks).toEqual([{ tenant_id: tenant, status: 'active', refused_fingerprint: null }])
})

it('the same secret written to Vault again is tried once more, by whichever replica is asked', async () => {
  await using service = await startOrderport()
  await using cleanup = new AsyncDisposableStack()
  const replica = await startServer(loadConfig(service.environment), { log: createLog('silent') })
  cleanup.defer(() => replica.stop())
  const importAt = async (address: string) => {
    const headers = { 'content-type': 'application/json', 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' }
    const body = JSON.stringify({ orderRef: reference, refresh: true })
    const { status } = await fetch(`${address}/api/v1/orders/import-one`, { method: 'POST', headers, body })
    return status
  }
  const atBoth = async () => [await importAt(service.address), await importAt(replica.address)]
  const token = `Atzr|SELLER-${tenant}`
  const seller = service.connect(tenant)
  seller.putOrder(sampleOrder(reference))
  expect(await atBoth()).toEqual([200, 200])

  service.amazon.revokeRefreshToken(token)
  expect(await atBoth()).toEqual([409, 409])
  const asked = () => service.amazon.requestLog.count('lwa')
  const before = asked()
  expect([...(await atBoth()), ...(await atBoth())]).toEqual([409, 409, 409, 409])
  expect(asked()).toBe(before)

  service.vault.put(secretPath, secretWith(token))
  expect(await atBoth()).toEqual([409, 409])
  expect(asked()).toBe(before + 1)

  // Amazon takes the old authorisation back, which nothing tells us until the secret is written again.
  seller.authorise(token)
  expect(await atBoth()).toEqual([409, 409])
  service.vault.put(secretPath, secretWith(token))
  expect(await importAt(replica.address)).toBe(200)
  expect(await importAt(service.address)).toBe(200)
})

it('a refused authorisation is tried again by one import after REAUTH_RETRY_AFTER_MS', async () => {
  await using service = await startOrderport({ REAUTH_RETRY_AFTER_MS: '600000' })
  const token = `Atzr|SELLER-${tenant}`
  const seller = service.connect(tenant)
  const references = ['171-0000000-0000001', '171-0000000-0000002', '171-0000000-0000003']
  for (const each of references) seller.putOrder(sampleOrder(each))
  const importAll = async () => {
    const answers = await Promise.all(references.map((each) => service.importOne(tenant, each)))
    return answers.map(({ status }) => status).toSorted()
  }
  const pass = (minutes: number) =>
    service.database.superuserQuery(
      `UPDATE channel_connections SET refused_at = refused_at - interval '${minutes} minutes'`,
    )
  service.amazon.revokeRefreshToken(token)
  expect(await service.importOne(tenant, reference)).toMatchObject({ status: 409 })
  expect(await importAll()).toEqual([409, 409, 409])
  await pass(9)
  expect(await importAll()).toEqual([409, 409, 409])
  expect(service.amazon.requestLog.count('lwa')).toBe(1)
  await pass(1)
  expect(await importAll()).toEqual([409, 409, 409])
  expect(service.amazon.requestLog.count('lwa')).toBe(2)

  seller.authorise(token)
  expect(await importAll()).toEqual([409, 409, 409])
  await pass(10)
  expect(await importAll()).toContain(200)
  expect(await importAll()).toEqual([200, 200, 200])
})

it('an authorisation that was renewed while the old one is cached is used at once', async () => {
  await using service = await startOrderport()
  const seller = service.connect(tenant)
  seller.putOrder(sampleOrder(reference))
  seller.putOrder(sampleOrder('171-0000000-0000001'))
  expect((await service.importOne(tenant, reference)).status).toBe(200)
  service.amazon.revokeRefreshToken(`Atzr|SELLER-${tenant}`)
  seller.authorise('Atzr|renewed')
  service.vault.put(secretPath, secretWith('Atzr|renewed'))
  expect(importedFrom(await service.importOne(tenant, '171-0000000-0000001')).source).toBe('amazon_spapi')
})

it('a wrong secret of our application is a 503, marks no tenant, and works as soon as it is corrected', async () => {
  await using service = await startOrderport()
  service.connect(tenant).putOrder(sampleOrder(reference))
  const { clientId } = service.application
  service.amazon.rotateClientSecret(clientId, 'rotated')
  const refused = await service.importOne(tenant, reference)
  expect([refused.status, codeFromAnswer(refused)]).toEqual([503, 'APP_CREDENTIALS_INVALID'])
  expect(refused.headers.get('retry-after')).not.toBeNull()
  const marks = await service.database.superuserQuery(
    'SELECT status, refused_fingerprint, last_error FROM channel_connections',
  )
  expect(marks).toEqual([{ status: 'pending', refused_fingerprint: null, last_error: null }])
  service.vault.put('keybuzz/amazon_spapi/app', { client_id: clientId, client_secret: 'rotated' })
  expect(importedFrom(await service.importOne(tenant, reference)).source).toBe('amazon_spapi')
})

it('a malformed secret, the tenant’s or our application’s, is a failure until it is corrected', async () => {
  await using service = await startOrderport()
  service.connect(tenant).putOrder(sampleOrder(reference))
  const { clientId: client_id, clientSecret: client_secret } = service.application
  service.vault.put(secretPath, { refresh_token: `Atzr|SELLER-${tenant}`, region: 'eu-west-1' })
  expect(codeFromAnswer(await service.importOne(tenant, reference))).toBe('CREDENTIALS_UNAVAILABLE')
  service.vault.put(secretPath, secretWith(`Atzr|SELLER-${tenant}`))
  service.vault.put('keybuzz/amazon_spapi/app', { client_id })
  expect(codeFromAnswer(await service.importOne(tenant, reference))).toBe('APP_CREDENTIALS_INVALID')
  service.vault.put('keybuzz/amazon_spapi/app', { client_id, client_secret })
  expect(importedFrom(await service.importOne(tenant, reference)).source).toBe('amazon_spapi')
})
