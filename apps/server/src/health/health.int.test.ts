import { once } from 'node:events'
import { connect } from 'node:net'
import { createDatabase } from '@orderport/db'
import { migratedDatabase } from '@orderport/db/testing'
import { createEmptyDatabase } from '@orderport/embedded-postgres'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { startServer } from '../start-server.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { importedFrom } from '../../test/harness/wire.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { createHealth } from './health.ts'

const reference = '171-4093870-1757126'
const listening = { internal: 'listening', public: 'off' } as const

describe('health', () => {
  it('is alive, ready and measured', async () => {
    await using service = await startOrderport()
    expect((await service.call('/livez')).body).toEqual({ status: 'ok' })
    expect((await service.call('/readyz')).body).toEqual({ status: 'ready', ready: true, reasons: [] })
    expect((await service.call('/health')).body).toEqual({
      status: 'ok',
      ready: true,
      version: packageJson.version,
      reasons: [],
      database: { answers: true, pendingMigrations: 0, role: 'ok' },
      vault: 'ok',
      listeners: listening,
      uptimeSeconds: expect.any(Number),
    })
    await service.get('a', '/unknown')
    const metrics = await service.call('/metrics')
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(metrics.text).toMatch(
      /orderport_http_request_duration_seconds_count\{[^}]*route="\/api\/v1\/orders\/:orderId"[^}]*\} 1/,
    )
    expect(metrics.text).not.toContain('unknown')
  })

  it('is degraded, not unready, while Vault is sealed: stored orders can still be read', async () => {
    await using service = await startOrderport()
    service.vault.seal()
    expect((await service.call('/readyz')).status).toBe(200)
    expect((await service.call('/health')).body).toMatchObject({
      status: 'degraded',
      ready: true,
      vault: 'sealed',
      reasons: ['Vault: sealed (as sys/health says), reading secret/data/keybuzz/amazon_spapi/app; unseal it'],
    })
  })

  it.each([
    ['a token that Vault refuses', { VAULT_TOKEN: 'hvs.hunter2' }, 'denied (HTTP 403)'],
    [
      'a login that Vault refuses',
      { VAULT_AUTH: 'approle', VAULT_ROLE_ID: 'hunter2', VAULT_SECRET_ID: 'hunter2' },
      'login refused (HTTP 400)',
    ],
  ])('is degraded with %s, and says what to correct', async (_what, variables, note) => {
    await using service = await startOrderport(variables)
    expect((await service.call('/readyz')).status).toBe(200)
    const { body, text } = await service.call('/health')
    const remedy = 'correct the token or the login (VAULT_AUTH), or its policy'
    expect(body).toMatchObject({
      status: 'degraded',
      ready: true,
      vault: 'denied',
      reasons: [`Vault: ${note}, reading secret/data/keybuzz/amazon_spapi/app; ${remedy}`],
    })
    expect(text).not.toContain('hunter2')
  })

  it('is degraded with a mount that Vault does not have', async () => {
    await using service = await startOrderport({ VAULT_KV_MOUNT: 'kv' })
    expect((await service.call('/health')).body).toMatchObject({
      status: 'degraded',
      vault: 'unusable',
      reasons: [expect.stringContaining('no such mount (HTTP 404)')],
    })
  })

  it('is degraded within its time when Vault hangs, and asks it once however often it is asked', async () => {
    await using service = await startOrderport()
    // A second request would be answered.
    service.vault.faults.push({ fault: { kind: 'hang' }, times: 1 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.call('/health')))
    for (const { body } of answers) {
      expect(body).toMatchObject({
        status: 'degraded',
        vault: 'unreachable',
        reasons: ['Vault: no answer within 2000 ms; see VAULT_ADDR'],
      })
    }
  })

  it('tells that the public listener listens', async () => {
    await using service = await startOrderport({ PUBLIC_PORT: '0' })
    expect((await service.call('/health')).body).toMatchObject({
      status: 'ok',
      listeners: { internal: 'listening', public: 'listening' },
    })
  })

  it('is degraded when a listener does not listen, and says which', async () => {
    await using migrated = await migratedDatabase()
    await using database = createDatabase({ url: migrated.runtimeUrl })
    const listeners = () => ({ internal: 'listening', public: 'closed' }) as const
    const health = createHealth({ database, credentials: null, listeners }, false)
    expect(await health.summary()).toMatchObject({
      status: 'degraded',
      reasons: ['the public listener does not listen'],
    })
  })

  it('is degraded when its role was given rights that it must not have, after the start', async () => {
    await using service = await startOrderport()
    const { runtimeRole } = service.database
    await service.database.superuserQuery(`GRANT orderport_studio TO ${runtimeRole}`)
    expect((await service.call('/health')).body).toMatchObject({
      status: 'degraded',
      ready: true,
      database: { role: 'at_fault' },
      reasons: [expect.stringContaining('is a member of orderport_studio, which sees every tenant')],
    })
    await service.database.superuserQuery(`REVOKE orderport_studio FROM ${runtimeRole}`)
  })

  it('tells which part of the database is missing while it is unready', async () => {
    await using service = await startOrderport()
    await service.database.superuserQuery(
      `DELETE FROM _prisma_migrations WHERE migration_name = '20261125220000_tenant_in_every_key'`,
    )
    expect((await service.call('/health')).body).toMatchObject({
      status: 'unready',
      ready: false,
      database: { answers: true, pendingMigrations: 1, role: 'ok' },
      reasons: ['migration 20261125220000_tenant_in_every_key is not applied: run npm run migrate'],
    })
  })

  it('is unready on a database restored without its grants, and says what to run', async () => {
    await using service = await startOrderport()
    await service.database.superuserQuery('REVOKE ALL ON _prisma_migrations FROM orderport_app, PUBLIC')
    const { status, body } = await service.call('/readyz')
    const reasons = ['the database refuses our role what it needs: run npm run migrate']
    expect({ status, body }).toEqual({ status: 503, body: { status: 'not_ready', ready: false, reasons } })
  })

  it.each([
    ['refuses our login', { password: 'hunter2' }, 'the database does not let our role in: see DATABASE_URL'],
    ['does not exist', { pathname: '/nowhere' }, 'the database server has no such database: see DATABASE_URL'],
    ['does not answer', { port: '1' }, 'the database does not answer'],
  ])('is unready when the database %s, and says so', async (_name, change, reason) => {
    await using migrated = await migratedDatabase()
    const { href } = Object.assign(new URL(migrated.runtimeUrl), change)
    await using database = createDatabase({ url: href })
    const health = createHealth({ database, credentials: null, listeners: () => listening }, false)
    expect(await health.readiness()).toEqual({ ready: false, reasons: [reason] })
  })

  it('refuses a role that owns the tables or is a superuser, one line for each fault', async () => {
    await using database = await migratedDatabase()
    for (const url of [database.ownerUrl, database.superuserUrl]) {
      const start = startServer(loadConfig({ DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'silent' }))
      await expect(start).rejects.toMatchObject({
        name: 'StartError',
        message: expect.stringMatching(/^DATABASE_URL: /),
      })
    }
  })

  it('refuses a database that was never migrated, and says what to run', async () => {
    await using database = await createEmptyDatabase()
    const start = startServer(loadConfig({ DATABASE_URL: database.runtimeUrl, PORT: '0', LOG_LEVEL: 'silent' }))
    await expect(start).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('npm run migrate'),
    })
  })

  it('turns unready on stop, lets a running import finish, then closes the port', async () => {
    await using service = await startOrderport()
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    service.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
    const running = service.importOne('boutique-lyon', reference)
    await service.amazon.requestLog.received('getOrder')
    const stopped = service.server.stop()
    expect(await (await fetch(`${service.address}/readyz`)).json()).toMatchObject({
      ready: false,
      reasons: ['stopping'],
    })
    service.amazon.faults.release()
    expect(importedFrom(await running).source).toBe('amazon_spapi')
    await stopped
    await expect(fetch(`${service.address}/livez`)).rejects.toThrow('fetch failed')
  })
})

it.each([
  ['production', 'degraded', 1],
  ['development', 'ok', 0],
] as const)(
  'a service without VAULT_ADDR in %s is %s, and its log warns of it or not',
  async (name, status, warnings) => {
    await using database = await migratedDatabase()
    const lines: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) })
    const config = loadConfig({ DATABASE_URL: database.runtimeUrl, PORT: '0', NODE_ENV: name, VAULT_ADDR: ' ' })
    const server = await startServer(config, { log })
    await using stack = new AsyncDisposableStack()
    stack.defer(() => server.stop())
    const reasons = lines.map((line) => JSON.parse(line).msg)
    expect(reasons).toEqual(Array.from({ length: warnings }, () => expect.stringMatching(/^VAULT_ADDR is not set: /)))
    const health = await (await fetch(`${server.address}/health`)).json()
    expect(health).toMatchObject({ status, ready: true, vault: 'off', reasons })
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
  },
)

it('a database that refuses our login stops the start with one line, without the password', async () => {
  await using database = await migratedDatabase()
  const url = new URL(database.runtimeUrl)
  url.password = 'hunter2'
  const elsewhere = new URL(database.runtimeUrl)
  elsewhere.pathname = '/nowhere'
  for (const { href } of [url, elsewhere]) {
    const start = startServer(loadConfig({ DATABASE_URL: href, PORT: '0', LOG_LEVEL: 'silent' }))
    await expect(start).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^DATABASE_URL: [^\n]+$/),
    })
    await expect(start).rejects.not.toThrow('hunter2')
  }
})

it('a client that never completes its request does not keep a stopping service alive', async () => {
  const service = await startOrderport()
  const { hostname, port } = new URL(service.address)
  const closed = [
    '',
    'GET /livez HTTP/1.1\r\nhost:',
    'POST /trpc/orders.import HTTP/1.1\r\ncontent-length: 9\r\n\r\n{',
  ].map(async (beginning) => {
    const socket = connect(Number(port), hostname)
      .on('error', () => undefined)
      .resume()
    const gone = once(socket, 'close')
    await once(socket, 'connect')
    socket.write(beginning)
    return gone
  })
  await service.call('/livez')
  await service[Symbol.asyncDispose]()
  expect(await Promise.all(closed)).toHaveLength(3)
})
