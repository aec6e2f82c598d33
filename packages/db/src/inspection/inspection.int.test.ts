import { createEmptyDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manyOrders } from '../testing/main-paths.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openInspection, type Inspection } from './inspection.ts'

const resources = new AsyncDisposableStack()
let database: TestDatabase
let inspection: Inspection

beforeAll(async () => {
  database = resources.use(await migratedDatabase())
  await database.superuserQuery(manyOrders(3))
  inspection = resources.use(await openInspection({ adminUrl: database.superuserUrl, studioUrl: null }))
})

afterAll(() => resources.disposeAsync())

const run = (sql: string, ...parameters: unknown[]) => inspection.run({ sql, parameters })

/** Everything that a way out could have changed. */
async function stateOf(): Promise<unknown> {
  const rows = await database.superuserQuery(`
    SELECT (SELECT json_agg(orders ORDER BY tenant_id, id) FROM orders)::text AS orders,
      (SELECT json_agg(order_counts ORDER BY id) FROM order_counts)::text AS counts,
      (SELECT count(*) FROM pg_class WHERE NOT starts_with(relname, 'pg_toast')) AS relations,
      (SELECT count(*) FROM pg_largeobject_metadata) AS objects,
      (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (
        SELECT oid FROM pg_database WHERE datname = current_database())) AS locks`)
  return rows[0]
}

describe('an inspection', () => {
  it('shows the rows of every tenant, with their times as they are stored', async () => {
    expect(inspection.schema).toBe('public')
    const [row] = await run('SELECT count(DISTINCT tenant_id)::int AS tenants FROM orders')
    expect(row).toEqual({ tenants: 2 })
    expect(await run(`SELECT DATE '2026-02-05' AS day, $1::int AS number`, 7)).toEqual([
      { day: '2026-02-05', number: 7 },
    ])
  })

  it.each([
    `UPDATE orders SET status = 'Canceled'`,
    `INSERT INTO tenants (id) VALUES ('intruder')`,
    'DELETE FROM audit_event',
    'TRUNCATE orders',
    'SELECT * FROM orders FOR UPDATE',
    'WITH gone AS (DELETE FROM orders RETURNING id) SELECT * FROM gone',
    'CREATE TABLE public.mine (id int)',
    'CREATE TEMP TABLE mine (id int)',
    'CREATE SCHEMA mine',
    'DROP TABLE orders',
    `SELECT nextval('order_counts_id_seq')`,
    `SELECT setval('order_counts_id_seq', 1)`,
    'SELECT lo_create(4711)',
    `SELECT lo_from_bytea(4711, '\\x00')`,
    `COPY orders TO PROGRAM 'cat > /tmp/orders'`,
    `COPY orders TO '/tmp/orders'`,
    `COPY tenants FROM PROGRAM 'echo intruder'`,
    `SELECT pg_read_file('/etc/passwd')`,
    `SELECT fold_order_counts('boutique-lyon')`,
    'SELECT pg_switch_wal()',
    'ALTER ROLE CURRENT_USER SUPERUSER',
    'ALTER SYSTEM SET fsync = off',
    'CREATE EXTENSION dblink',
    'VACUUM orders',
    'LOCK TABLE orders IN ACCESS EXCLUSIVE MODE',
  ])('can’t be left by %s', async (sql) => {
    const before = await stateOf()
    await expect(run(sql)).rejects.toThrow(
      /permission denied|read-only transaction|must be (?:superuser|owner)|transaction block|does not exist|cannot/i,
    )
    expect(await stateOf()).toEqual(before)
  })

  it.each([
    'SET TRANSACTION READ WRITE',
    `SELECT set_config('transaction_read_only', 'off', false)`,
    `SELECT set_config('default_transaction_read_only', 'off', false)`,
    'SET default_transaction_read_only = off',
    'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE',
    'RESET ROLE',
    'SET ROLE NONE',
    'SET SESSION AUTHORIZATION DEFAULT',
    'COMMIT',
    'COMMIT AND CHAIN',
    'ROLLBACK',
    'DISCARD ALL',
    `DO $$ BEGIN EXECUTE 'SET LOCAL transaction_read_only = off'; END $$`,
    `DO $$ BEGIN COMMIT; END $$`,
  ])('gains nothing by %s, in the same statement or the next', async (sql) => {
    const before = await stateOf()
    await run(sql).catch(() => undefined)
    const writes = Array.from({ length: 5 }, () => run(`INSERT INTO tenants (id) VALUES ('intruder')`))
    for (const write of await Promise.allSettled(writes)) expect(write.status).toBe('rejected')
    const objects = Array.from({ length: 5 }, () => run('SELECT lo_create(4711)'))
    for (const object of await Promise.allSettled(objects)) expect(object.status).toBe('rejected')
    expect(await stateOf()).toEqual(before)
  })

  it.each(['owner', 'service', 'superuser', 'search role'])('can’t become the %s', async (who) => {
    const roles: Readonly<Record<string, string>> = {
      owner: new URL(database.ownerUrl).username,
      service: database.runtimeRole,
      superuser: new URL(database.superuserUrl).username,
      'search role': 'orderport_search',
    }
    await expect(run(`SET ROLE "${roles[who]}"`)).rejects.toThrow('permission denied to set role')
    await expect(run(`SET SESSION AUTHORIZATION "${roles[who]}"`)).rejects.toThrow('permission denied')
    await expect(run(`SELECT set_config('role', $1, false)`, roles[who])).rejects.toThrow('permission denied')
  })

  it('runs one statement at a time, so that none follows a COMMIT', async () => {
    await expect(run(`COMMIT; INSERT INTO tenants (id) VALUES ('intruder')`)).rejects.toThrow('multiple commands')
  })

  it('leaves no lock, cursor, setting or listener in its sessions', async () => {
    await run('SELECT pg_advisory_lock(1)')
    await run('DECLARE mine CURSOR WITH HOLD FOR SELECT 1')
    await run('LISTEN orders')
    await run(`SELECT set_config('orderport.tenant_id', 'boutique-lyon', false)`)
    const sql = `SELECT current_setting('orderport.tenant_id', true) AS tenant, (SELECT count(*)::int FROM pg_cursors WHERE is_holdable) AS cursors`
    const seen = await Promise.all(Array.from({ length: 8 }, () => run(sql)))
    for (const rows of seen) expect([rows[0]]).toEqual([{ tenant: expect.toBeOneOf([null, '']), cursors: 0 }])
    expect(await stateOf()).toMatchObject({ locks: '0' })
  })
})

describe('a login for Studio', () => {
  const loginsSql = `SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'orderport_studio', 'MEMBER') AND starts_with(rolname, 'orderport_studio_')`

  it('is made by the owner too, who sees no row himself', async () => {
    await using opened = await openInspection({ adminUrl: database.ownerUrl, studioUrl: null })
    const rows = await opened.run({ sql: 'SELECT id FROM orders', parameters: [] })
    expect(rows).not.toEqual([])
  })

  it('is dropped at the end', async () => {
    let login: unknown
    {
      await using opened = await openInspection({ adminUrl: database.superuserUrl, studioUrl: null })
      const [row] = await opened.run({ sql: 'SELECT session_user AS login, current_user AS role', parameters: [] })
      expect(row).toEqual({ login: expect.stringMatching(/^orderport_studio_[0-9a-f]{16}$/), role: 'orderport_studio' })
      login = Object(row).login
      expect((await database.superuserQuery(loginsSql)).map(({ rolname }) => rolname)).toContain(login)
    }
    expect((await database.superuserQuery(loginsSql)).map(({ rolname }) => rolname)).not.toContain(login)
  })

  it('that a killed run left behind is dropped by the next one, once it has expired', async () => {
    const left = `orderport_studio_${'0'.repeat(16)}`
    await database.superuserQuery(
      `CREATE ROLE ${left} LOGIN VALID UNTIL '2020-01-01'; GRANT orderport_studio TO ${left}`,
    )
    const opened = await openInspection({ adminUrl: database.superuserUrl, studioUrl: null })
    await opened[Symbol.asyncDispose]()
    expect((await database.superuserQuery(loginsSql)).map(({ rolname }) => rolname)).not.toContain(left)
  })

  it('is not made by the service’s role, which says what to do', async () => {
    const opening = openInspection({ adminUrl: database.runtimeUrl, studioUrl: null })
    await expect(opening).rejects.toMatchObject({
      fault: 'not_permitted',
      message: expect.stringContaining('DATABASE_STUDIO_URL'),
    })
  })

  it('may be made by hand, as a superuser', async () => {
    const name = `${database.name}_viewer`
    await database.superuserQuery(`CREATE ROLE ${name} LOGIN NOINHERIT PASSWORD 'x' IN ROLE orderport_studio`)
    const url = Object.assign(new URL(database.superuserUrl), { username: name, password: 'x' })
    {
      await using opened = await openInspection({ adminUrl: null, studioUrl: url.href })
      const rows = await opened.run({ sql: 'SELECT DISTINCT tenant_id FROM orders', parameters: [] })
      expect(rows).toHaveLength(2)
    }
    await database.superuserQuery(`DROP ROLE ${name}`)
  })

  it('is refused where it could write, with a line for each right', async () => {
    for (const [url, fault] of [
      [database.superuserUrl, 'is a superuser'],
      [database.ownerUrl, 'may write public.orders'],
      [database.runtimeUrl, 'may not become orderport_studio'],
    ] as const) {
      await expect(openInspection({ adminUrl: null, studioUrl: url })).rejects.toThrow(fault)
    }
  })

  it('says to migrate first on a database without the role’s rights', async () => {
    await using empty = await createEmptyDatabase()
    await using opened = await openInspection({ adminUrl: empty.superuserUrl, studioUrl: null })
    await expect(opened.run({ sql: 'SELECT * FROM orders', parameters: [] })).rejects.toThrow('does not exist')
  })
})
