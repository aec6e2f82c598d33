import { createDatabase, migrate } from '@orderport/db'
import { tenantIdSchema } from '@orderport/domain'
import { startPostgres } from '@orderport/embedded-postgres'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool, type PoolConfig } from 'pg'
import { compare, type Way } from './compare.ts'

const orders = 50_000
const tenants = 20

/** What it costs that one read shows a tenant its own rows alone: several ways, each over one query without isolation. */
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

  const open = (pipeline: boolean, url: string) => {
    const pool = openPool({ connectionString: url, max: 4, pipeline })
    cleanup.defer(() => pool.end())
    return pool
  }
  const [unheld, plain, pipelined] = [
    open(false, postgres.superuserUrl()),
    open(false, service.href),
    open(true, service.href),
  ]
  const database = cleanup.use(createDatabase({ url: service.href, poolSize: 4 }))
  const results = await compare({
    'one query, nothing isolated': one(({ tenant, reference }) =>
      unheld.query({ name: 'read', text: read, values: [tenant, reference] }),
    ),
    'begin, set, query, commit; sent together': one(({ tenant, reference }) => together(pipelined, tenant, reference)),
    'a PL/pgSQL function that sets and queries': one(({ tenant, reference }) =>
      plain.query({ name: 'called', text: 'SELECT * FROM bench_read($1, $2)', values: [tenant, reference] }),
    ),
    'begin, set, query, commit; one after the other': one(({ tenant, reference }) => inTurn(plain, tenant, reference)),
    'the order store (formats the order, checks it)': one(({ tenant, reference }) =>
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

/** A pool that has ended may still be hanging up when the server stops, and is then told so by every connection. */
function openPool(options: PoolConfig): Pool {
  return new Pool(options).on('error', () => undefined)
}

interface Key {
  readonly tenant: string
  readonly reference: string
}

/** Reads another order with each call; a way that finds none is no way. */
function one(find: (key: Key) => Promise<{ rows: unknown[] } | object | null>): Way {
  let n = 0
  return async () => {
    n = (n % orders) + 1
    const found = await find({ tenant: `tenant-${n % tenants}`, reference: String(n).padStart(17, '0') })
    if (found === null || ('rows' in found && found.rows.length !== 1)) throw new Error('The order was not found.')
  }
}

async function together(pool: Pool, tenant: string, reference: string): Promise<{ rows: unknown[] }> {
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

async function inTurn(pool: Pool, tenant: string, reference: string): Promise<{ rows: unknown[] }> {
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
