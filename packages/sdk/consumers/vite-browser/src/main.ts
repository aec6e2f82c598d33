/** Imports and reads in a browser on the page's own origin, and shows the results as JSON. `?ref=` is the order. */
import { createOrderport, OrderportError } from '@orderport/sdk'

const { orders, imports } = createOrderport({ baseUrl: '', tenantId: 'boutique-lyon' })
const orderRef = new URLSearchParams(location.search).get('ref') ?? ''

const imported = await orders.import({ orderRef })
const [page, order] = await Promise.all([orders.list(), orders.get({ orderId: orderRef })])
const walked: string[] = []
for await (const { ref } of orders.iterate({ limit: 1 })) walked.push(ref)
const { import: started } = await imports.start({ refs: [orderRef] })
const states: string[] = []
for await (const { state } of imports.watch(started.id)) states.push(state)
const failed: unknown = await orders.get({ orderId: 'ord-unknown' }).catch((error: unknown) => error)

const output = document.querySelector('output')
if (output !== null) {
  output.value = JSON.stringify({
    source: imported.source,
    total: page.total,
    ref: order.ref,
    walked,
    ended: states.at(-1),
    code: OrderportError.isInstance(failed) ? failed.code : 'not an OrderportError',
  })
}
