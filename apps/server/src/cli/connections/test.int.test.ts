import { migratedDatabase } from '@orderport/db/testing'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { runCliHere } from '../../../test/harness/run-cli-here.ts'
import { sampleOrder } from '../../../test/harness/sample-order.ts'
import { startOrderport } from '../../../test/harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const reportSchema = z.object({
  ok: z.boolean(),
  steps: z.array(z.object({ step: z.string(), result: z.string(), found: z.string(), next: z.string().nullable() })),
})

/** Starts the service with a tenant that has a member, and tests connections with the service's own environment. */
async function startTestedService() {
  const service = await startOrderport({ MEMBERSHIP: 'enforce', UPSTREAM_TIMEOUT_MS: '30000' })
  await service.addMember(tenant, 'agent@example.org')
  const environment = { ...service.environment, DATABASE_ADMIN_URL: service.database.ownerUrl }
  return {
    service,
    /** Runs the command, and returns its exit code and the steps that aren't ok: `step result: found → next`. */
    async test(change: Readonly<Record<string, string>> = {}, ...options: readonly string[]) {
      const args = ['connections', 'test', '--tenant', tenant, ...options, '--json']
      const { code, stdout, stderr } = await runCliHere(args, { ...environment, ...change })
      expect(stderr).toBe('')
      const { ok, steps } = reportSchema.parse(JSON.parse(stdout))
      expect(ok).toBe(code === 0)
      for (const secret of [`Atzr|SELLER-${tenant}`, service.application.clientSecret, service.vault.rootToken]) {
        expect(stdout).not.toContain(secret)
      }
      const lines = steps.map(({ step, result, found, next }) => `${step} ${result}: ${found} → ${next ?? 'nothing'}`)
      return { code, lines, wrong: lines.filter((line) => !/^[a-z ]+ ok: /.test(line)) }
    },
    /** Every row that a test could have changed. */
    rows: () =>
      service.database.superuserQuery(`
        SELECT (SELECT json_agg(t) FROM channel_connections t) AS connections,
          (SELECT json_agg(t) FROM seller_claims t) AS claims, (SELECT json_agg(t) FROM orders t) AS orders,
          (SELECT json_agg(t) FROM audit_event t) AS audit, (SELECT json_agg(t) FROM upstream_usage t) AS usage`),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  }
}

it('a connection that works is found to, with a given order, its newest one or none, and nothing is written', async () => {
  await using fixture = await startTestedService()
  const { service, test } = fixture
  service.connect(tenant).putOrder(sampleOrder(reference))
  const before = await fixture.rows()
  const first = await test()
  expect(first).toMatchObject({ code: 0, wrong: [] })
  expect(first.lines.at(-1)).toContain('Amazon answers, and doesn’t know 000-0000000-0000000 (getOrder 404')
  const given = await test({}, '--order', ` ${reference} `)
  expect(given).toMatchObject({ code: 0, wrong: [] })
  expect(given.lines.at(-1)).toContain(`${reference} is Shipped (getOrder 200`)
  expect(await fixture.rows()).toEqual(before)
  expect((await service.importOne(tenant, reference)).status).toBe(200)
  expect((await test()).lines.at(-1)).toContain(`${reference} is Shipped`)
})

it('what is missing or wrong in Vault is told, with what to do', async () => {
  await using fixture = await startTestedService()
  const { service, test } = fixture
  const path = `secret/keybuzz/tenants/${tenant}/amazon_spapi`
  expect(await test()).toMatchObject({
    code: 1,
    wrong: [
      `credentials failed: the tenant has none → Write the seller’s authorisation to ${path}; until then imports make stubs.`,
    ],
  })
  service.vault.put(`keybuzz/tenants/${tenant}/amazon_spapi`, { refresh_token: 'Atzr|x', region: 'eu-west-1' })
  const malformed = await test()
  expect(malformed.wrong.join()).toContain('has a missing or malformed seller_id')
  expect(malformed.wrong.join()).toContain(`Write ${path} anew`)
  service.connect(tenant)
  expect((await test({ VAULT_ADDR: '' })).wrong.join()).toContain('VAULT_ADDR is not set')
  expect((await test({ VAULT_TOKEN: 'hvs.wrong' })).wrong[0]).toMatch(
    /^vault failed: .*denied.* → Correct what VAULT_AUTH/,
  )
  expect((await test({ VAULT_ADDR: 'http://127.0.0.1:1' })).wrong[0]).toMatch(/^vault failed: .* → Check VAULT_ADDR/)
  expect((await test({ VAULT_KV_MOUNT: 'other' })).wrong[0]).toMatch(/^vault failed: .* → Check VAULT_KV_MOUNT/)
  service.vault.seal()
  expect((await test()).wrong[0]).toMatch(/^vault failed: .*sealed.* → Unseal Vault/)
})

it('what Amazon refuses is told by its step, with what to do', async () => {
  await using fixture = await startTestedService()
  const { service, test } = fixture
  const seller = service.connect(tenant)
  const unknown = await test({}, '--order', reference)
  expect(unknown.wrong).toEqual([
    expect.stringMatching(/^order failed: ORDER_NOT_FOUND_FOR_TENANT.* → The connection works/),
  ])

  service.amazon.revokeRefreshToken(`Atzr|SELLER-${tenant}`)
  const revoked = await test()
  expect(revoked).toMatchObject({ code: 1 })
  expect(revoked.wrong).toEqual([
    expect.stringMatching(/^login failed: CHANNEL_REAUTH_REQUIRED: .*invalid_grant.* → The seller authorises/),
    'order skipped: not asked for → nothing',
  ])
  await service.importOne(tenant, reference)
  seller.authorise(`Atzr|SELLER-${tenant}`)
  const again = await test()
  expect(again.code).toBe(0)
  expect(again.wrong).toEqual([expect.stringMatching(/^connection warning: Amazon refused .* run connections enable/)])

  service.vault.put('keybuzz/amazon_spapi/app', { client_id: service.application.clientId, client_secret: 'wrong' })
  expect((await test()).wrong[1]).toMatch(
    /^login failed: APP_CREDENTIALS_INVALID: .* → Write client_id and client_secret/,
  )
})

it('what is stored is told: a disabled connection, another holder of the account, a tenant without members', async () => {
  await using fixture = await startTestedService()
  const { service, test } = fixture
  service.connect(tenant, 'ASHARED').putOrder(sampleOrder(reference))
  const owner = { DATABASE_ADMIN_URL: service.database.ownerUrl }
  await runCliHere(['connections', 'disable', tenant], owner)
  expect((await test()).wrong).toEqual([
    `connection failed: an operator disabled it: NO_ACTIVE_CHANNEL → Run connections enable ${tenant}.`,
  ])
  await runCliHere(['connections', 'enable', tenant], owner)
  await service.addMember('laden-kiel', 'agent@example.org')
  service.vault.put('keybuzz/tenants/laden-kiel/amazon_spapi', {
    refresh_token: 'Atzr|ASHARED',
    seller_id: 'ASHARED',
    region: 'eu-west-1',
  })
  expect((await service.importOne('laden-kiel', reference)).status).toBe(200)
  expect((await test()).wrong).toEqual([
    expect.stringContaining(
      'selling account failed: SELLER_ALREADY_CONNECTED: it, or its authorisation, belongs to laden-kiel',
    ),
  ])
  await runCliHere(['members', 'remove', tenant, 'agent@example.org'], owner)
  expect((await test()).wrong[0]).toMatch(/^tenant warning: .* 0 members → Run members add/)
})

it('a person reads lines, and wrong settings are told before anything is asked', async () => {
  await using database = await migratedDatabase()
  const environment = { DATABASE_ADMIN_URL: database.ownerUrl }
  const run = (...args: string[]) => runCliHere(['connections', 'test', ...args], environment)
  const { code, stdout, stderr } = await run('--tenant', tenant)
  expect({ code, stderr }).toEqual({ code: 1, stderr: `orderport: An import of ${tenant} does not work.\n` })
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    `ok       tenant           ${tenant} is not added`,
    'ok       connection       none yet: the first import makes it',
    'FAILED   vault            VAULT_ADDR is not set: no tenant has credentials',
    `${' '.repeat(26)}→ Set VAULT_ADDR and the rest of the service’s environment.`,
  ])
  expect(await run('--tenant', tenant, '--order', 'secret')).toMatchObject({
    code: 2,
    stderr: 'orderport: --order must be one Amazon order reference\n',
  })
  const wrong = await runCliHere(['connections', 'test', '--tenant', tenant], { ...environment, VAULT_ADDR: 'vault' })
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('VAULT_ADDR: ') })
})
