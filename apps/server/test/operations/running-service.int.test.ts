import { expect, it } from 'vitest'
import { createClock } from '../harness/clock.ts'
import { runCliProcess } from '../harness/run-cli-process.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'

/** Starts the service with a public listener, and runs operators' commands on its database. */
async function startOperatedService() {
  const { now, pass } = createClock()
  const service = await startOrderport({ PUBLIC_PORT: '0', MEMBERSHIP: 'enforce' }, { now })
  /** Runs a command that must succeed; returns what it printed. */
  async function operate(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCliProcess(args, { DATABASE_ADMIN_URL: service.database.ownerUrl })
    expect({ code, stderr }).toMatchObject({ code: 0 })
    return stdout.trimEnd()
  }
  return { service, pass, operate, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() }
}

it('a member may import once an operator adds it; a disabled connection refuses imports, and is read', async () => {
  await using fixture = await startOperatedService()
  const { service, operate } = fixture
  service.connect(tenant).putOrder(sampleOrder(reference))
  expect(await service.importOne(tenant, reference)).toMatchObject({ status: 403, body: { code: 'NOT_MEMBER' } })
  await operate('tenants', 'add', tenant)
  await operate('members', 'add', tenant, 'agent@example.org')
  fixture.pass(10_001)
  expect(await service.importOne(tenant, reference)).toMatchObject({ status: 200 })

  await operate('connections', 'disable', tenant)
  const again = await service.importOne(tenant, reference, { refresh: true })
  expect(again).toMatchObject({ status: 400, body: { code: 'NO_ACTIVE_CHANNEL' } })
  expect(await service.get(tenant, `/${reference}`)).toMatchObject({ status: 200 })
  await operate('connections', 'enable', tenant)
  expect(await service.importOne(tenant, reference, { refresh: true })).toMatchObject({ status: 200 })
})

it('credentials that Amazon refused are tried again as soon as an operator enables the connection', async () => {
  await using fixture = await startOperatedService()
  const { service, operate } = fixture
  const seller = service.connect(tenant)
  seller.putOrder(sampleOrder(reference))
  await operate('tenants', 'add', tenant)
  await operate('members', 'add', tenant, 'agent@example.org')
  const token = `Atzr|SELLER-${tenant}`
  service.amazon.revokeRefreshToken(token)
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(await service.importOne(tenant, reference)).toMatchObject({ status: 409 })
  }
  expect(service.amazon.requestLog.count('lwa')).toBe(1)

  await operate('connections', 'enable', tenant)
  expect(await service.importOne(tenant, reference)).toMatchObject({ status: 409 })
  expect(service.amazon.requestLog.count('lwa')).toBe(2)

  seller.authorise(token)
  expect(await service.importOne(tenant, reference)).toMatchObject({ status: 409 })
  await operate('connections', 'enable', tenant)
  expect(await service.importOne(tenant, reference)).toMatchObject({ status: 200 })
})

it('a key that an operator created is valid on the public listener until it is revoked', async () => {
  await using fixture = await startOperatedService()
  const { service, operate } = fixture
  await operate('tenants', 'add', tenant)
  const key = await operate('keys', 'create', tenant, '--name', 'CRM', '--scopes', 'orders:read')
  const list = () => service.callPublic('/trpc/orders.list', { headers: { authorization: `Bearer ${key}` } })
  expect(await list()).toMatchObject({ status: 200 })
  await operate('keys', 'revoke', tenant, key.split('.')[1] ?? '')
  fixture.pass(30_000)
  expect(await list()).toMatchObject({ status: 401 })
})
