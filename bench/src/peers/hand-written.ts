import fastify from 'fastify'
import { Pool } from 'pg'
import { createAmazonClient, type NewRow } from './amazon-client.ts'
import { importBody, orderBody } from './order-body.ts'
import type { OrderRow } from './order-row.ts'
import { peerEnvironment } from './peer-environment.ts'

/**
 * The service as an engineer writes it by hand in an afternoon: Fastify and `pg`, the tenant in each WHERE, prepared
 * statements. It doesn't validate, isolate, authenticate, audit, log or count.
 */
const environment = peerEnvironment()
const pool = new Pool({ connectionString: environment.databaseUrl, max: 10 })
const fetchOrder = createAmazonClient(environment.amazon)
const app = fastify()

const columnNames = `id external_order_id channel status total_amount currency order_date fulfillment_channel
  customer_name customer_email customer_address carrier tracking_code tracking_url delivery_status products
  created_at updated_at marketplace customer_phone shipping_address packages shipped_at delivered_at
  estimated_delivery_at latest_ship_date checked_at seller_order_number replaces details`.split(/\s+/)
const fieldOf = (column: string) => column.replaceAll(/_(.)/g, (_match, letter: string) => letter.toUpperCase())
const columns = columnNames.map((column) => `${column} AS "${fieldOf(column)}"`).join(', ')
const storedNames = [...columnNames, 'tenant_id', 'raw_data', 'tracking_codes']

interface Carrier {
  readonly Headers: { readonly 'x-tenant-id': string }
}

app.get<Carrier & { Params: { orderId: string } }>('/api/v1/orders/:orderId', async (request, reply) => {
  const { rows } = await pool.query<OrderRow>({
    name: 'get',
    text: `SELECT ${columns} FROM orders WHERE tenant_id = $1 AND (id = $2 OR external_order_id = $2) LIMIT 1`,
    values: [request.headers['x-tenant-id'], request.params.orderId],
  })
  const [row] = rows
  if (row === undefined) return reply.code(404).send({ error: 'Commande introuvable', code: 'ORDER_NOT_FOUND' })
  return orderBody(row, ({ fr }) => fr)
})

const searched = ['external_order_id', 'id', 'seller_order_number', 'tracking_codes']
const containing = ` AND (${searched.map((column) => `${column} ILIKE $2`).join(' OR ')})`

type ListQuery = Carrier & { Querystring: { q?: string; limit?: string; offset?: string } }

app.get<ListQuery>('/api/v1/orders', async ({ headers, query }) => {
  const { q } = query
  const limit = Number(query.limit ?? 50)
  const offset = Number(query.offset ?? 0)
  const where = `WHERE tenant_id = $1${q === undefined ? '' : containing}`
  const values = q === undefined ? [headers['x-tenant-id']] : [headers['x-tenant-id'], `%${escapeLike(q)}%`]
  const kind = q === undefined ? 'all' : 'search'
  const [counted, page] = await Promise.all([
    pool.query<{ total: number }>({
      name: `count_${kind}`,
      text: `SELECT count(*)::int AS total FROM orders ${where}`,
      values,
    }),
    pool.query<OrderRow>({
      name: `page_${kind}`,
      text: `SELECT ${columns} FROM orders ${where} ORDER BY order_date DESC NULLS LAST, id
        LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
      values: [...values, limit, offset],
    }),
  ])
  const orders = page.rows.map((row) => orderBody(row, ({ fr }) => fr))
  const total = counted.rows[0]?.total ?? 0
  const hasMore = offset + orders.length < total
  return { orders, count: orders.length, total, pagination: { limit, offset, hasMore } }
})

type ImportRequest = Carrier & { Body: { orderRef: string } }

app.post<ImportRequest>('/api/v1/orders/import-one', async ({ headers, body }) => {
  const tenantId = headers['x-tenant-id']
  const stored = await find(tenantId, body.orderRef)
  if (stored !== undefined) return importBody(stored, 'cache')
  const fetched = await fetchOrder(tenantId, body.orderRef)
  const { rowCount } = await pool.query({ name: 'insert', text: insert, values: valuesOf(fetched) })
  // Another request may have stored it meanwhile.
  const winner = rowCount === 0 ? await find(tenantId, body.orderRef) : undefined
  return importBody(winner ?? fetched, 'amazon_spapi')
})

async function find(tenantId: string, reference: string): Promise<OrderRow | undefined> {
  const { rows } = await pool.query<OrderRow>({
    name: 'find',
    text: `SELECT ${columns} FROM orders WHERE tenant_id = $1 AND external_order_id = $2 AND channel = 'amazon'`,
    values: [tenantId, reference],
  })
  return rows[0]
}

const insert = `INSERT INTO orders (${storedNames.join(', ')})
  VALUES (${storedNames.map((_name, index) => `$${index + 1}`).join(', ')})
  ON CONFLICT (tenant_id, external_order_id, channel) DO NOTHING`

/** `pg` writes an array as one of PostgreSQL's, so JSON is written here. */
function valuesOf(row: NewRow): unknown[] {
  const values: Readonly<Record<string, unknown>> = { ...row, trackingCodes: row.trackingCode }
  return storedNames.map((column) => {
    const value = values[fieldOf(column)] ?? null
    return value === null || typeof value !== 'object' || value instanceof Date ? value : JSON.stringify(value)
  })
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}

console.log(JSON.stringify({ address: await app.listen({ host: '127.0.0.1', port: 0 }) }))
process.once('SIGTERM', () => process.exit(0))
