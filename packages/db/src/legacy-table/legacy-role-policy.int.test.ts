import type { TestDatabase } from '@orderport/embedded-postgres'
import { expect, it } from 'vitest'
import { migrate } from '../migrate/migrate.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { openSession } from '../testing/open-session.ts'
import { legacyClone, legacyDatabase } from './testing/legacy-database.ts'

/** Returns the policy for legacy roles, if there is one. */
async function legacyPolicies(database: TestDatabase): Promise<readonly unknown[]> {
  return await database.superuserQuery(
    `SELECT roles::text, cmd, permissive, qual, with_check FROM pg_policies WHERE policyname = 'deployed_service'`,
  )
}

const everything = { cmd: 'ALL', permissive: 'PERMISSIVE', qual: 'true', with_check: 'true' }

/** Creates the login of the legacy service. */
async function legacyService(database: TestDatabase, name = 'legacy'): Promise<string> {
  const role = `${database.name}_${name}`
  await database.superuserQuery(`CREATE ROLE ${role} LOGIN; GRANT SELECT, INSERT, UPDATE ON orders TO ${role}`)
  return role
}

async function isolate(database: TestDatabase): Promise<void> {
  await database.superuserQuery(`
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS tenant_isolation ON orders;
    CREATE POLICY tenant_isolation ON orders USING (tenant_id = NULLIF(current_setting('orderport.tenant_id', true), ''))`)
}

it('the legacy service sees every row until a run that does not name it', async () => {
  await using database = await legacyDatabase(
    `INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('1', 'a', '1'), ('2', 'b', '1')`,
  )
  const role = await legacyService(database)
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  await migrate({ adminUrl: database.ownerUrl, keepAccess: [role], log })
  await isolate(database)
  expect(lines).toContain(
    `Every row of orders stays visible to ${role} (policy deployed_service), until a run that does not name it.`,
  )
  await using service = await openSession(database)
  await service.query(`SET ROLE ${role}`)
  expect((await service.query('SELECT FROM orders')).rowCount).toBe(2)
  await service.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('3', 'c', '1')`)

  await migrate({ adminUrl: database.ownerUrl, log })
  expect(lines).toContain(`Dropped the policy deployed_service: ${role} no longer sees every row of orders.`)
  expect((await service.query('SELECT FROM orders')).rowCount).toBe(0)
  await expect(
    service.query(`INSERT INTO orders (id, tenant_id, external_order_id) VALUES ('4', 'c', '2')`),
  ).rejects.toThrow(/row-level security/)
})

it('the policy exists before the first migration that could hide rows', async () => {
  await using database = await legacyClone()
  const lines: string[] = []
  await migrate({
    adminUrl: database.ownerUrl,
    keepAccess: [await legacyService(database)],
    log: (line) => lines.push(line),
  })
  const made = lines.findIndex((line) => line.includes('policy deployed_service'))
  expect(made).toBeGreaterThan(0)
  expect(lines.findIndex((line) => line.startsWith('Applied'))).toBeGreaterThan(made)
})

it('each run makes the policy hold for exactly the roles that it names', async () => {
  await using database = await migratedDatabase()
  const [one, two] = [await legacyService(database, 'a'), await legacyService(database, 'b')]
  expect(await legacyPolicies(database)).toEqual([])
  const expected = [
    [[two, one, two], `{${one},${two}}`],
    [[two], `{${two}}`],
    [[one], `{${one}}`],
  ] as const
  for (const [keepAccess, roles] of expected) {
    await migrate({ adminUrl: database.ownerUrl, keepAccess })
    expect(await legacyPolicies(database)).toEqual([{ ...everything, roles }])
  }
})

it('a role that does not exist stops the run before anything is changed', async () => {
  await using database = await legacyClone()
  await expect(migrate({ adminUrl: database.ownerUrl, keepAccess: ['nobody "here'] })).rejects.toThrow(
    'The role nobody "here, whose access is to be kept, does not exist.',
  )
  expect(await database.superuserQuery(`SELECT to_regclass('_prisma_migrations') AS history`)).toEqual([
    { history: null },
  ])
})

it('a role that would show the service every tenant is refused', async () => {
  await using database = await migratedDatabase()
  const legacy = await legacyService(database)
  const refusal = (role: string) => expectFailure(migrate({ adminUrl: database.ownerUrl, keepAccess: [role] }))
  expect(await refusal('orderport_app')).toMatchObject({
    message: expect.stringContaining("access of orderport_app can't be kept"),
  })
  expect(await refusal(database.runtimeRole)).toMatchObject({
    message: expect.stringContaining("would see every tenant's orders"),
  })
  await database.superuserQuery(`GRANT ${legacy} TO ${database.runtimeRole}`)
  expect(await refusal(legacy)).toMatchObject({
    message: expect.stringContaining(`${database.runtimeRole} is a member of it and of orderport_app`),
  })
  expect(await legacyPolicies(database)).toEqual([])
})
