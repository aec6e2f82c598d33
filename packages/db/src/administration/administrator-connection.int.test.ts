import { tenantIdSchema } from '@orderport/domain'
import { createEmptyDatabase, startTcpProxy } from '@orderport/embedded-postgres'
import { expect, it, vi } from 'vitest'
import { administeredDatabase, lyon } from '../testing/administered-database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { createAdministration } from './administration.ts'

const camille = { tenantId: lyon, email: 'camille@example.org', actor: 'user:c' }

it('a change whose audit can’t be written is rolled back', async () => {
  await using fixture = await administeredDatabase()
  await fixture.database.superuserQuery('ALTER TABLE audit_event ADD CHECK (false) NOT VALID')
  await expect(fixture.administration.members.add(camille, 'agent')).rejects.toThrow('audit_event')
  expect(await fixture.administration.members.list(null)).toEqual([])
})

it('the service’s own role may change nothing, and the error says which URL to set', async () => {
  await using fixture = await administeredDatabase()
  await using service = createAdministration({ adminUrl: fixture.database.runtimeUrl, requestId: 'run-1' })
  const notPermitted = { fault: 'not_permitted', message: expect.stringContaining('set DATABASE_ADMIN_URL') }
  await expect(service.members.add(camille, 'agent')).rejects.toMatchObject(notPermitted)
  await expect(service.tenants.add(lyon, 'Mine')).rejects.toMatchObject(notPermitted)
  await expect(service.keys.revoke(lyon, 'k1')).rejects.toMatchObject(notPermitted)
  expect(await fixture.trail()).toEqual([])
})

it('a login that may not see every tenant sees one by name, and the error says what to grant', async () => {
  await using fixture = await administeredDatabase()
  const { database } = fixture
  await fixture.administration.members.add(camille, 'agent')
  await using service = createAdministration({ adminUrl: database.runtimeUrl, requestId: 'run-1' })
  await expect(service.members.list(null)).rejects.toMatchObject({
    fault: 'not_permitted',
    message: `This login may not see every tenant: name one with --tenant, or as a superuser run: GRANT orderport_studio TO ${database.runtimeRole}`,
  })
  expect(await service.members.list(lyon)).toHaveLength(1)
})

it('the error says to migrate when the role for inspection has no rights yet', async () => {
  await using fixture = await administeredDatabase()
  await fixture.database.superuserQuery('REVOKE SELECT ON tenants FROM orderport_studio')
  await expect(fixture.administration.tenants.list()).rejects.toMatchObject({
    fault: 'not_permitted',
    message: expect.stringContaining('run npm run migrate'),
  })
})

it('a refused command leaves the connection usable', async () => {
  await using fixture = await administeredDatabase()
  const { members } = fixture.administration
  await expect(members.remove(camille)).rejects.toMatchObject({ fault: 'not_found' })
  expect(await members.add(camille, 'agent')).toBe('added')
  expect(await members.list(null)).toHaveLength(1)
})

it('a database without migrations is reported as not migrated', async () => {
  await using database = await createEmptyDatabase()
  await using administration = createAdministration({ adminUrl: database.ownerUrl, requestId: 'run-1' })
  await expect(administration.tenants.list()).rejects.toMatchObject({ fault: 'not_migrated' })
  await expect(administration.tenants.add(lyon, null)).rejects.toMatchObject({ fault: 'not_migrated' })
})

it('a command gives up on rows that somebody else keeps locked', async () => {
  await using fixture = await administeredDatabase()
  const { database } = fixture
  const options = { adminUrl: database.ownerUrl, requestId: 'run-1', statementTimeoutMs: 400 }
  await using hasty = createAdministration(options)
  const held = database.superuserQuery(`BEGIN; SELECT FROM tenants FOR UPDATE; SELECT pg_sleep(20)`).catch(() => null)
  const holds = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`
  await expect.poll(() => database.superuserQuery(holds)).toHaveLength(1)
  await expect(hasty.members.add(camille, 'agent')).rejects.toMatchObject({ fault: 'refused' })
  await database.superuserQuery(`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'PgSleep'`)
  await held
})

it('a frozen or missing server is DATABASE_UNAVAILABLE', async () => {
  await using fixture = await administeredDatabase()
  const url = new URL(fixture.database.ownerUrl)
  const proxy = await startTcpProxy({ targetHost: url.hostname, targetPort: Number(url.port) })
  await using ended = new AsyncDisposableStack()
  ended.use(proxy)
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  const options = { adminUrl: url.href, requestId: 'run-1', statementTimeoutMs: 100, connectTimeoutMs: 500 }
  await using administration = createAdministration(options)
  await administration.members.list(lyon)
  proxy.freeze()
  const away = { code: 'DATABASE_UNAVAILABLE' }
  await expect(administration.members.list(lyon)).rejects.toMatchObject(away)
  await using late = createAdministration(options)
  await expect(late.members.list(lyon)).rejects.toMatchObject(away)
  await ended.disposeAsync()
  await using later = createAdministration(options)
  await expect(later.members.add(camille, 'agent')).rejects.toMatchObject(away)
})

it('rows get the database’s time, whatever the clock of the operator’s machine says', async () => {
  await using fixture = await administeredDatabase()
  const { database, administration } = fixture
  const nantes = tenantIdSchema.parse('atelier-nantes')
  const key = { tenantId: nantes, id: 'k1', name: 'CRM', secretHash: Buffer.from('x'), scopes: [], expiresAt: null }
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2001-01-01T00:00:00Z') })
  try {
    await administration.tenants.add(nantes, null)
    await administration.members.add({ ...camille, tenantId: nantes }, 'agent')
    await administration.keys.create(key)
    await administration.keys.revoke(nantes, 'k1')
    await administration.connections.disable({ tenantId: nantes, channel: 'amazon' })
  } finally {
    vi.useRealTimers()
  }
  const times = await database.superuserQuery(`
    SELECT created_at AS at FROM tenants WHERE id = '${nantes}' UNION ALL SELECT created_at FROM members
    UNION ALL SELECT unnest(ARRAY[created_at, revoked_at]) FROM api_keys
    UNION ALL SELECT unnest(ARRAY[created_at, updated_at]) FROM channel_connections
    UNION ALL SELECT at FROM audit_event`)
  expect(times).toHaveLength(11)
  for (const { at } of times) expect(Math.abs(Date.now() - Number(at))).toBeLessThan(60_000)
})

it('moments are told and compared as UTC, whatever time zone and date style the database prefers', async () => {
  await using database = await migratedDatabase()
  await database.superuserQuery(`
    DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET TimeZone = %L', current_database(), 'Asia/Tokyo');
      EXECUTE format('ALTER DATABASE %I SET DateStyle = SQL, DMY', current_database());
    END $$`)
  await database.superuserQuery(`INSERT INTO tenants (id, created_at) VALUES ('${lyon}', '2026-02-03T04:05:06.789Z')`)
  await using administration = createAdministration({ adminUrl: database.ownerUrl, requestId: 'run-1' })
  expect(await administration.tenants.list()).toMatchObject([{ createdAt: '2026-02-03T04:05:06.789Z' }])
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  const key = { tenantId: lyon, id: 'k1', name: 'CRM', secretHash: Buffer.from('x'), scopes: [], expiresAt }
  await administration.keys.create(key)
  expect(await administration.keys.list(null)).toMatchObject([{ state: 'active', expiresAt }])
  const [stored] = await database.superuserQuery(`SELECT extract(epoch FROM expires_at)::float8 AS at FROM api_keys`)
  expect(stored).toEqual({ at: Date.parse(expiresAt) / 1000 })
})

it('the tables are found in the schema that the search_path names', async () => {
  await using fixture = await administeredDatabase()
  await fixture.database.superuserQuery(`
    DO $$ BEGIN
      ALTER SCHEMA public RENAME TO desk;
      EXECUTE format('ALTER DATABASE %I SET search_path = desk', current_database());
    END $$`)
  expect(await fixture.administration.members.add(camille, 'agent')).toBe('added')
  expect(await fixture.administration.tenants.list()).toMatchObject([{ id: lyon, members: 1 }, { members: 0 }])
})
