/** Imports and reads in a browser on the page's own origin, and shows the results as JSON. `?ref=` is the order. */
import { createOrderport, OrderportError } from '@orderport/sdk'

const { orders } = createOrderport({ baseUrl: '', tenantId: 'boutique-lyon' })
const orderRef = new URLSearchParams(location.search).get('ref') ?? ''

const imported = await orders.import({ orderRef })
const [page, order] = await Promise.all([orders.list(), orders.get({ orderId: orderRef })])
const walked: string[] = []
for await (const { ref } of orders.iterate({ limit: 1 })) walked.push(ref)
const failed: unknown = await orders.get({ orderId: 'ord-unknown' }).catch((error: unknown) => error)

const output = document.querySelector('output')
if (output !== null) {
  output.value = JSON.stringify({
    source: imported.source,
    total: page.total,
    ref: order.ref,
    walked,
    code: OrderportError.isInstance(failed) ? failed.code : 'not an OrderportError',
  })
}
