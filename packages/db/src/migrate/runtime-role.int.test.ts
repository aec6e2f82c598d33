import { createEmptyDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { describe, expect, it } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { migrate } from './migrate.ts'

/** Creates a login that owns the database but may not create roles, and returns its URL. */
async function plainOwner(database: TestDatabase): Promise<string> {
  const role = `${database.name}_plain`
  await database.superuserQuery(`CREATE ROLE ${role} LOGIN NOCREATEROLE PASSWORD 'plain'`)
  await database.superuserQuery(`ALTER DATABASE ${database.name} OWNER TO ${role}`)
  const url = new URL(database.ownerUrl)
  url.username = role
  url.password = 'plain'
  return url.href
}

async function rightsOf(database: TestDatabase, role: string): Promise<Record<string, string>> {
  const rows = await database.superuserQuery(`
    SELECT relname AS table, COALESCE(string_agg(privilege, ' ' ORDER BY privilege) FILTER (
      WHERE has_table_privilege('${role}', pg_class.oid, privilege)), '') AS rights
    FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') GROUP BY relname`)
  return Object.fromEntries(rows.map((row) => [String(row['table']), String(row['rights'])]))
}

/** A new table must be added here, so that somebody decides what the service may do to it. */
const expectedRights = {
  channel_connections: 'INSERT SELECT UPDATE',
  order_counts: 'SELECT',
  orders: 'INSERT SELECT UPDATE',
  orders_duplicates: '',
  upstream_usage: 'DELETE INSERT SELECT UPDATE',
  import_flights: 'DELETE INSERT SELECT UPDATE',
  imports: 'INSERT SELECT UPDATE',
  import_items: 'DELETE INSERT SELECT UPDATE',
  import_windows: 'INSERT SELECT UPDATE',
  order_sweeps: 'INSERT SELECT UPDATE',
  refresh_failures: 'DELETE INSERT SELECT UPDATE',
  seller_claims: 'DELETE INSERT SELECT',
  tenants: 'SELECT',
  members: 'SELECT',
  api_keys: 'SELECT',
  audit_event: 'INSERT',
  _prisma_migrations: 'SELECT',
}

describe('the group role', () => {
  it('has exactly its rights on each table', async () => {
    await using database = await migratedDatabase()
    expect(await rightsOf(database, 'orderport_app')).toEqual(expectedRights)
    expect(await rightsOf(database, database.runtimeRole)).toEqual(expectedRights)
  })

  it('loses rights that default privileges granted, and regains rights that somebody revoked', async () => {
    await using database = await createEmptyDatabase()
    const role = `${database.name}_group`
    await database.superuserQuery(`CREATE ROLE ${role}`)
    const [row] = await database.superuserQuery(
      `SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = current_database()`,
    )
    await database.superuserQuery(
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${String(row?.['owner'])} GRANT ALL ON TABLES TO ${role}`,
    )
    await migrate({ adminUrl: database.ownerUrl, runtimeRole: role })
    expect(await rightsOf(database, role)).toEqual(expectedRights)
    await database.superuserQuery(`REVOKE ALL ON orders FROM ${role}`)
    await migrate({ adminUrl: database.ownerUrl, runtimeRole: role })
    expect(await rightsOf(database, role)).toEqual(expectedRights)
  })

  it('is created where it is missing, without a login', async () => {
    await using database = await createEmptyDatabase()
    const role = `${database.name}_group`
    const lines: string[] = []
    await migrate({ adminUrl: database.ownerUrl, runtimeRole: role, log: (line) => lines.push(line) })
    expect(lines[0]).toBe(`Created the role ${role}.`)
    expect(await database.superuserQuery(`SELECT rolcanlogin FROM pg_roles WHERE rolname = '${role}'`)).toEqual([
      { rolcanlogin: false },
    ])
  })

  it('stops the run before anything is changed when it is missing and may not be created', async () => {
    await using database = await createEmptyDatabase()
    const adminUrl = await plainOwner(database)
    const runtimeRole = `${database.name}_group`
    await expect(migrate({ adminUrl, runtimeRole })).rejects.toThrow(
      `run: CREATE ROLE "${runtimeRole}" NOLOGIN; then migrate again.`,
    )
    expect(await database.superuserQuery(`SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual(
      [],
    )

    await database.superuserQuery(`CREATE ROLE "${runtimeRole}" NOLOGIN`)
    await migrate({ adminUrl, runtimeRole })
    expect(await rightsOf(database, runtimeRole)).toEqual(expectedRights)
  })
})
