/** Makes every call of the SDK to the service at the address in the first argument, and prints the results as JSON. */
import {
  createOrderport,
  OrderportError,
  type Import,
  type ImportedOrder,
  type Order,
  type OrderportErrorCode,
} from '@orderport/sdk'

const [baseUrl = '', orderRef = '', unknownRef = ''] = process.argv.slice(2)
const { orders, imports } = createOrderport({
  baseUrl,
  tenantId: 'boutique-lyon',
  token: async () => 'unused-on-this-listener',
})

const imported: ImportedOrder = await orders.import({ orderRef })
const again = await orders.import({ orderRef, channel: 'amazon' }, { requestId: 'consumer-1', timeoutMs: 10_000 })
const [page, order]: [{ orders: Order[]; total: number }, Order] = await Promise.all([
  orders.list({ status: imported.status, limit: 10 }),
  orders.get({ orderId: imported.orderId }),
])
const walked: string[] = []
for await (const { id } of orders.iterate({ limit: 1 })) walked.push(id)

async function errorCode(call: Promise<unknown>): Promise<OrderportErrorCode | 'none'> {
  try {
    await call
    return 'none'
  } catch (error) {
    if (!OrderportError.isInstance(error)) throw error
    return error.code
  }
}

// @ts-expect-error a status that no order has
const refused = errorCode(orders.list({ status: 'Lost' }))

const { import: started, left } = await imports.start({ text: `${orderRef}, ${unknownRef} and #1001` })
let watched: Import = started
for await (const state of imports.watch(started.id)) watched = state

const codes = await Promise.all([
  errorCode(orders.import({ orderRef: unknownRef })),
  errorCode(orders.get({ orderId: 'ord-unknown' })),
  errorCode(orders.list({}, { signal: AbortSignal.abort() })),
  errorCode(imports.watch('imp-unknown').next()),
  errorCode(createOrderport({ baseUrl: `${baseUrl}/wrong`, tenantId: 'a', maxRetries: 0 }).orders.list()),
  refused,
])

console.log(
  JSON.stringify({
    node: process.versions.node,
    sources: [imported.source, again.source],
    sameOrder: new Set([imported.id, again.id, order.id, page.orders[0]?.id, ...walked]).size === 1,
    total: page.total,
    left,
    watched: [watched.state, watched.done, watched.failed],
    codes,
  }),
)
