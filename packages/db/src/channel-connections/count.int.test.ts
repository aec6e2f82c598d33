import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { createDatabase, type Database } from '../database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

const connections = `
  INSERT INTO channel_connections (tenant_id, channel, status, last_error, updated_at) VALUES
    ('${tenantA}', 'amazon', 'active', NULL, now()),
    ('${tenantB}', 'amazon', 'active', 'UPSTREAM_FORBIDDEN', now()),
    ('third', 'amazon', 'active', 'UPSTREAM_FORBIDDEN', now()),
    ('fourth', 'amazon', 'reauth_required', 'CHANNEL_REAUTH_REQUIRED', now()),
    ('fifth', 'other', 'disabled', NULL, now())`

async function openFixture() {
  await using cleanup = new AsyncDisposableStack()
  const server = cleanup.use(await migratedDatabase())
  await server.superuserQuery(connections)
  const database: Database = cleanup.use(createDatabase({ url: server.runtimeUrl }))
  const owned = cleanup.move()
  return { server, database, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function connectAs(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

describe('the count of all tenants’ connections', () => {
  it('tells numbers by channel, state and last failure', async () => {
    await using fixture = await openFixture()
    expect(await fixture.database.countConnections()).toEqual([
      { channel: 'amazon', status: 'active', lastError: null, number: 1 },
      { channel: 'amazon', status: 'active', lastError: 'UPSTREAM_FORBIDDEN', number: 2 },
      { channel: 'amazon', status: 'reauth_required', lastError: 'CHANNEL_REAUTH_REQUIRED', number: 1 },
      { channel: 'other', status: 'disabled', lastError: null, number: 1 },
    ])
  })

  it('shows no row: neither to the service, whatever it sets, nor to the owner afterwards', async () => {
    await using fixture = await openFixture()
    await using service = await connectAs(fixture.server.runtimeUrl)
    await service.query("SELECT set_config('orderport.counting', 'connections', false)")
    expect((await service.query('SELECT FROM channel_connections')).rowCount).toBe(0)
    await using owner = await connectAs(fixture.server.ownerUrl)
    await owner.query('BEGIN')
    expect((await owner.query('SELECT FROM count_connections()')).rowCount).toBe(4)
    expect((await owner.query('SELECT FROM channel_connections')).rowCount).toBe(0)
  })

  it('can’t be asked for by any other role', async () => {
    await using fixture = await openFixture()
    const open = await fixture.server.superuserQuery(`
      SELECT FROM pg_proc, aclexplode(proacl) AS acl WHERE proname = 'count_connections' AND acl.grantee = 0`)
    expect(open).toEqual([])
    await fixture.server.superuserQuery('GRANT EXECUTE ON FUNCTION count_connections() TO PUBLIC')
    expect(await fixture.database.checkRuntimeRole()).toEqual([expect.stringContaining('count_connections')])
  })
})
