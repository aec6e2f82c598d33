import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@orderport/db'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/config.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/start-server.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { startUpstream } from '../harness/start-upstream.ts'
import { installedPostgres, startSystemPostgres, type SystemPostgres } from './system-postgres.ts'

const folder = installedPostgres()
const database = 'orderport'
const password = 'a-password-of-tests'
const [lyon, kiel] = ['boutique-lyon', 'laden-kiel']
const reference = '171-4093870-1757126'
const laterReference = '171-0000000-0000002'

const urlOf = ({ port }: SystemPostgres, role: string) =>
  `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`

/**
 * Everything in the database that decides who sees what: tables, their protection and owners, policies, functions.
 * A restored trigger's condition has fewer parentheses.
 */
const protection = `
  SELECT json_agg(line ORDER BY line) FROM (
    SELECT concat_ws(' ', relname, relkind, relrowsecurity, relforcerowsecurity, relowner::regrole,
        (SELECT string_agg(item::text, ',' ORDER BY item::text) FROM unnest(relacl) AS item)) AS line
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i', 'S', 'v')
    UNION ALL SELECT concat_ws(' ', tablename, policyname, permissive, roles, cmd, qual, with_check) FROM pg_policies
    UNION ALL SELECT concat_ws(' ', proname, proowner::regrole, prosecdef, proconfig,
        (SELECT string_agg(item::text, ',' ORDER BY item::text) FROM unnest(proacl) AS item), md5(prosrc))
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled, translate(pg_get_triggerdef(oid), '()', ''))
      FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', roleid::regrole, member::regrole) FROM pg_auth_members
      WHERE roleid::regrole::text LIKE 'orderport%'
  ) AS lines`

async function psql(server: SystemPostgres, sql: string, where = database): Promise<string> {
  return (await server.run('psql', ['-X', '-At', '-v', 'ON_ERROR_STOP=1', '-d', where, '-c', sql])).trim()
}

/** Returns every table’s rows, as text. */
async function rowsOf(server: SystemPostgres): Promise<Readonly<Record<string, string>>> {
  const tables = await psql(server, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)
  const rows: Record<string, string> = {}
  for (const table of tables.split('\n')) {
    rows[table] = await psql(server, `SELECT coalesce(json_agg(t ORDER BY t::text), '[]') FROM "${table}" AS t`)
  }
  return rows
}

/** Starts the service on a server; `call` asks as a trusted peer, and again while a busy machine is too slow. */
async function startService(server: SystemPostgres, upstream: Readonly<Record<string, string>>) {
  const environment = { DATABASE_URL: urlOf(server, 'orderport_service'), PORT: '0', ...upstream }
  const service = await startServer(loadConfig(environment), { log: createLog('silent') })
  return {
    async call(tenantId: string, path: string, body?: unknown): Promise<unknown> {
      for (;;) {
        const answer = await fetch(`${service.address}/api/v1/orders${path}`, {
          headers: { 'x-tenant-id': tenantId, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        })
        const text = await answer.text()
        if (answer.status !== 503) return { answered: answer.status, ...JSON.parse(text) }
      }
    },
    [Symbol.asyncDispose]: () => service.stop(),
  }
}

describe.skipIf(folder === null)('a database that is dumped and restored on another server', () => {
  it('has every row, role and protection, and serves each tenant its own orders', { timeout: 150_000 }, async () => {
    if (folder === null) throw new Error('There is no PostgreSQL.')
    await using cleanup = new AsyncDisposableStack()
    const files = await mkdtemp(join(tmpdir(), 'orderport-backup-'))
    cleanup.defer(() => rm(files, { recursive: true, force: true }))
    const upstream = cleanup.use(await startUpstream())
    for (const tenantId of [lyon, kiel]) upstream.connect(tenantId).putOrder(sampleOrder(reference))
    const before = cleanup.use(await startSystemPostgres(folder))
    await psql(before, `CREATE ROLE orderport_owner LOGIN PASSWORD '${password}' CREATEROLE`, 'postgres')
    await psql(before, `CREATE DATABASE ${database} OWNER orderport_owner`, 'postgres')
    await migrate({ adminUrl: urlOf(before, 'orderport_owner') })
    await psql(before, `CREATE ROLE orderport_service LOGIN PASSWORD '${password}' IN ROLE orderport_app`)
    {
      await using service = await startService(before, upstream.environment)
      for (const tenantId of [lyon, kiel]) {
        expect(await service.call(tenantId, '/import-one', { orderRef: reference })).toMatchObject({ answered: 200 })
      }
    }

    const asOwner = { PGUSER: 'orderport_owner', PGPASSWORD: password }
    const dump = join(files, 'orderport.dump')
    await expect(before.run('pg_dump', ['-Fc', '-f', dump, database], asOwner)).rejects.toThrow('row-level security')
    const roles = join(files, 'roles.sql')
    const lines = (await before.run('pg_dumpall', ['--roles-only'])).split('\n')
    // The other lines would give the new server's superuser the old one's password.
    await writeFile(roles, lines.filter((line) => line.includes('orderport')).join('\n'))
    await before.run('pg_dump', ['-Fc', '-f', dump, database])

    const after = cleanup.use(await startSystemPostgres(folder))
    await after.run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', 'postgres', '-f', roles])
    await psql(after, `CREATE DATABASE ${database} OWNER orderport_owner`, 'postgres')
    await after.run('pg_restore', ['--exit-on-error', '-d', database, dump])
    expect(await rowsOf(after)).toEqual(await rowsOf(before))
    expect(JSON.parse(await psql(after, protection))).toEqual(JSON.parse(await psql(before, protection)))

    expect(await migrate({ adminUrl: urlOf(after, 'orderport_owner') })).toMatchObject({ applied: [], baselined: [] })
    expect(JSON.parse(await psql(after, protection))).toEqual(JSON.parse(await psql(before, protection)))
    await using service = await startService(after, upstream.environment)
    const ids = []
    for (const tenantId of [lyon, kiel]) {
      const found = await service.call(tenantId, `?q=4093870`)
      expect(found).toMatchObject({ answered: 200, total: 1, orders: [{ ref: reference }] })
      const again = await service.call(tenantId, '/import-one', { orderRef: reference })
      expect(again).toMatchObject({ answered: 200, source: 'cache' })
      ids.push(await psql(after, `SELECT id FROM orders WHERE tenant_id = '${tenantId}'`))
    }
    expect(await service.call(lyon, `/${ids[1]}`)).toMatchObject({ answered: 404 })
    expect(await service.call(lyon, `/${ids[0]}`)).toMatchObject({ answered: 200 })
    const seller = upstream.connect('later', 'SELLER-later')
    seller.putOrder(sampleOrder(laterReference))
    expect(await service.call('later', '/import-one', { orderRef: laterReference })).toMatchObject({ answered: 200 })
    expect(await service.call('later', '')).toMatchObject({ answered: 200, total: 1 })
  })
})
