import { createEmptyDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { searchRole } from '../database-roles.ts'
import { migrate } from '../migrate/migrate.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'

const search = `SELECT id FROM search_orders('-canary-', '-canary-', '171-canary-b')`

const resources = new AsyncDisposableStack()
let testDatabase: TestDatabase

beforeAll(async () => {
  testDatabase = resources.use(await migratedDatabase())
  await testDatabase.superuserQuery(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES
    ('a', 'tenant-a', '171-canary-a'), ('b', 'tenant-b', '171-canary-b'), ('none', '', '171-canary-none')`)
})

afterAll(() => resources.disposeAsync())

async function connectAs(connectionString: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000, query_timeout: 20_000 })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

async function idsOf(client: Client, sql = search): Promise<unknown[]> {
  return (await client.query<{ id: unknown }>(sql)).rows.map(({ id }) => id)
}

describe('the service, whose search runs as a role that sees every tenant,', () => {
  it('finds only the orders of the tenant that its transaction names, also by the reference of another one', async () => {
    await using service = await connectAs(testDatabase.runtimeUrl)
    for (const [tenantId, ids] of Object.entries({ 'tenant-a': ['a'], 'tenant-b': ['b'], 'tenant-': [], '%': [] })) {
      await service.query(`BEGIN; SET LOCAL orderport.tenant_id = '${tenantId}'`)
      expect(await idsOf(service), tenantId).toEqual(ids)
      await service.query('COMMIT')
    }
  })

  it('finds nothing without a tenant: before one was named, afterwards, and with an empty name', async () => {
    await using service = await connectAs(testDatabase.runtimeUrl)
    expect(await idsOf(service)).toEqual([])
    await service.query(`BEGIN; SET LOCAL orderport.tenant_id = 'tenant-a'; COMMIT`)
    expect(await idsOf(service)).toEqual([])
    await service.query(`SET orderport.tenant_id = ''`)
    expect(await idsOf(service)).toEqual([])
  })

  it('can’t become that role, or change, replace or own the function', async () => {
    await using service = await connectAs(testDatabase.runtimeUrl)
    const attempts = [
      `SET ROLE ${searchRole}`,
      `SET SESSION AUTHORIZATION ${searchRole}`,
      `ALTER FUNCTION search_orders RESET search_path`,
      `ALTER FUNCTION search_orders OWNER TO CURRENT_USER`,
      `CREATE OR REPLACE FUNCTION public.search_orders(q text, code text, reference text)
         RETURNS TABLE (id text, order_date timestamptz, status text, channel text) LANGUAGE sql RETURN NULL`,
      `CREATE POLICY mine ON orders TO PUBLIC USING (true)`,
    ]
    for (const sql of attempts) await expect(service.query(sql), sql).rejects.toMatchObject({ code: '42501' })
  })

  it('can’t make it read other tables or call other functions than ours', async () => {
    await using service = await connectAs(testDatabase.runtimeUrl)
    await testDatabase.superuserQuery(`
      CREATE SCHEMA attack; GRANT ALL ON SCHEMA attack TO ${testDatabase.runtimeRole};
      GRANT TEMPORARY ON DATABASE ${testDatabase.name} TO ${testDatabase.runtimeRole}`)
    await service.query(`
      CREATE TEMPORARY TABLE orders AS SELECT 'stolen' AS id, '171-canary-x' AS external_order_id, 'tenant-a' AS tenant_id;
      CREATE FUNCTION attack.search_grams(text, text) RETURNS bigint[] LANGUAGE sql RETURN '{}'::bigint[];
      CREATE FUNCTION attack.strpos(text, text) RETURNS int LANGUAGE sql RETURN 1;
      CREATE FUNCTION attack.current_setting(text, boolean) RETURNS text LANGUAGE sql RETURN 'tenant-b';
      SET search_path = attack, pg_temp, public, pg_catalog;
      SET orderport.tenant_id = 'tenant-a'`)
    expect(await idsOf(service, search.replace('search_orders', 'public.search_orders'))).toEqual(['a'])
  })
})

it('nobody but the service may call the search, and its role reads no more than it needs', async () => {
  const { name, superuserUrl } = testDatabase
  await testDatabase.superuserQuery(`CREATE ROLE ${name}_stranger LOGIN PASSWORD 's'`)
  resources.defer(async () => void (await testDatabase.superuserQuery(`DROP ROLE ${name}_stranger`)))
  const url = Object.assign(new URL(superuserUrl), { username: `${name}_stranger`, password: 's' })
  await using stranger = await connectAs(url.href)
  await expect(stranger.query(search)).rejects.toMatchObject({ code: '42501' })

  await using superuser = await connectAs(superuserUrl)
  await superuser.query(`SET ROLE ${searchRole}`)
  await expect(superuser.query('SELECT customer_name FROM orders')).rejects.toMatchObject({ code: '42501' })
  for (const sql of [`DELETE FROM orders`, `UPDATE orders SET status = 'x'`, `SELECT FROM members`, `TABLE api_keys`]) {
    await expect(superuser.query(sql), sql).rejects.toMatchObject({ code: '42501' })
  }
  const members = await testDatabase.superuserQuery(
    `SELECT FROM pg_auth_members WHERE roleid = '${searchRole}'::regrole AND (inherit_option OR set_option)`,
  )
  expect(members).toEqual([])
})

describe('the check at the start of the service', () => {
  it.each([
    ['belongs to the service', (role: string) => `ALTER FUNCTION search_orders OWNER TO ${role}`],
    ['is open to everybody', () => 'GRANT EXECUTE ON FUNCTION search_orders TO PUBLIC'],
    ['has lost its search_path', () => 'ALTER FUNCTION search_orders RESET search_path'],
  ])('refuses a search function that %s', async (_what, change) => {
    await using database = await migratedDatabase()
    await database.superuserQuery(change(database.runtimeRole))
    expect(await faultsAs(database.runtimeUrl)).toEqual([expect.stringContaining('The function search_orders')])
  })

  it('refuses a service that is a member of the role', async () => {
    await using database = await migratedDatabase()
    await database.superuserQuery(`GRANT ${searchRole} TO ${database.runtimeRole}`)
    expect(await faultsAs(database.runtimeUrl)).toEqual([
      expect.stringContaining(`is a member of ${searchRole}, which sees every tenant`),
    ])
  })
})

async function faultsAs(url: string): Promise<string[]> {
  await using database = createDatabase({ url })
  return await database.checkRuntimeRole()
}

it('a login that may not take the role says so, and a later run by one that may hands the search over', async () => {
  await using database = await createEmptyDatabase()
  const plain = `${database.name}_plain`
  await database.superuserQuery(`CREATE ROLE ${plain} LOGIN NOCREATEROLE PASSWORD 'plain'`)
  await database.superuserQuery(`ALTER DATABASE ${database.name} OWNER TO ${plain}`)
  const adminUrl = Object.assign(new URL(database.ownerUrl), { username: plain, password: 'plain' }).href
  // Some other database of the server may be the first to make the roles.
  await using other = await migratedDatabase()
  const lines: string[] = []
  await migrate({ adminUrl, log: (line) => lines.push(line) })
  expect(lines).toContainEqual(expect.stringContaining('Run migrate once as a superuser'))
  await database.grantRuntimeRole()
  expect(await faultsAs(database.runtimeUrl)).toEqual([])
  await using service = await connectAs(database.runtimeUrl)
  await service.query(`SET orderport.tenant_id = 'tenant-a'`)
  expect(await idsOf(service)).toEqual([null])

  await migrate({ adminUrl: database.superuserUrl })
  await database.superuserQuery(
    `INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('a', 'tenant-a', '171-canary-a')`,
  )
  expect(await idsOf(service)).toEqual(['a'])
  expect(other.name).not.toBe(database.name)
})
