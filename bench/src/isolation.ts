import { createDatabase, migrate } from '@orderport/db'
import { tenantIdSchema } from '@orderport/domain'
import { startPostgres } from '@orderport/embedded-postgres'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool, type PoolConfig } from 'pg'
import { compare, type Candidate } from './compare.ts'

const orders = 50_000
const tenants = 20

/**
 * Prints what it costs to show a tenant only its own rows in one read: several candidates, each divided by one query
 * without isolation.
 */
export async function benchIsolation(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'orderport-bench-'))
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = cleanup.use(await startPostgres({ dataDirectory: directory, durable: false }))
  const admin = openPool({ connectionString: postgres.superuserUrl(), max: 1 })
  cleanup.defer(() => admin.end())
  await migrate({ adminUrl: postgres.superuserUrl() })
  await admin.query(seed)
  const service = new URL(postgres.superuserUrl())
  service.username = 'bench_service'
  service.password = 'bench'

  const open = (connectionString: string, options: Pick<PoolConfig, 'pipeline'>) => {
    const pool = openPool({ connectionString, max: 4, ...options })
    cleanup.defer(() => pool.end())
    return pool
  }
  const unrestricted = open(postgres.superuserUrl(), { pipeline: false })
  const plain = open(service.href, { pipeline: false })
  const pipelined = open(service.href, { pipeline: true })
  const database = cleanup.use(createDatabase({ url: service.href, poolSize: 4 }))
  const results = await compare({
    'one query, nothing isolated': readNext(({ tenant, reference }) =>
      unrestricted.query({ name: 'read', text: read, values: [tenant, reference] }),
    ),
    'begin, set, query, commit; sent together': readNext(({ tenant, reference }) =>
      queryTogether(pipelined, tenant, reference),
    ),
    'a PL/pgSQL function that sets and queries': readNext(({ tenant, reference }) =>
      plain.query({ name: 'called', text: 'SELECT * FROM bench_read($1, $2)', values: [tenant, reference] }),
    ),
    'begin, set, query, commit; one after the other': readNext(({ tenant, reference }) =>
      queryInTurn(plain, tenant, reference),
    ),
    'the order store (formats the order, checks it)': readNext(({ tenant, reference }) =>
      database.orders.find(tenantIdSchema.parse(tenant), { channel: 'amazon', externalOrderId: reference }),
    ),
  })
  for (const { name, ratio, microseconds } of results) {
    console.log(`${ratio.toFixed(2).padStart(6)}  ${name} (${microseconds.toFixed(0)} µs)`)
  }
}

const read = 'SELECT * FROM orders WHERE tenant_id = $1 AND external_order_id = $2 AND channel = $$amazon$$'

const seed = `
  CREATE ROLE bench_service LOGIN PASSWORD 'bench' IN ROLE orderport_app;
  INSERT INTO orders (id, tenant_id, external_order_id, channel, order_date, products, raw_data)
  SELECT 'ord-' || n, 'tenant-' || n % ${tenants}, lpad(n::text, 17, '0'), 'amazon', now() - n * interval '1 minute',
    '[{"quantity": 1}]', '{"seeded": true}'
  FROM generate_series(1, ${orders}) AS n;
  CREATE FUNCTION bench_read(tenant TEXT, reference TEXT) RETURNS SETOF orders LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM set_config('orderport.tenant_id', tenant, true);
    RETURN QUERY ${read.replaceAll('$$', "'").replace('$1', 'tenant').replace('$2', 'reference')};
  END $$;
  GRANT EXECUTE ON FUNCTION bench_read TO orderport_app;
  ANALYZE orders`

/** Ignores errors: connections of an ended pool may still be closing when the server stops. */
function openPool(options: PoolConfig): Pool {
  return new Pool(options).on('error', () => undefined)
}

interface Key {
  readonly tenant: string
  readonly reference: string
}

/** Returns a candidate that reads another order with each call, and throws if it is not found. */
function readNext(find: (key: Key) => Promise<{ rows: unknown[] } | object | null>): Candidate {
  let n = 0
  return async () => {
    n = (n % orders) + 1
    const found = await find({ tenant: `tenant-${n % tenants}`, reference: String(n).padStart(17, '0') })
    if (found === null || ('rows' in found && found.rows.length !== 1)) throw new Error('The order was not found.')
  }
}

async function queryTogether(pool: Pool, tenant: string, reference: string): Promise<{ rows: unknown[] }> {
  const client = await pool.connect()
  try {
    const [, answer] = await Promise.all([
      client.query(`BEGIN; SET LOCAL orderport.tenant_id = '${tenant}'`),
      client.query({ name: 'read', text: read, values: [tenant, reference] }),
      client.query('COMMIT'),
    ])
    return answer
  } finally {
    client.release()
  }
}

async function queryInTurn(pool: Pool, tenant: string, reference: string): Promise<{ rows: unknown[] }> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query({ name: 'set', text: "SELECT set_config('orderport.tenant_id', $1, true)", values: [tenant] })
    const answer = await client.query({ name: 'read', text: read, values: [tenant, reference] })
    await client.query('COMMIT')
    return answer
  } finally {
    client.release()
  }
}
