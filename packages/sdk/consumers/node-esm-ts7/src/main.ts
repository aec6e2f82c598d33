/** Uses tRPC's own client with the SDK's links, for the service at the address in the first argument. */
import { OrderportError } from '@orderport/sdk'
import { orderportLinks, toOrderportError, type OrderportRouter } from '@orderport/sdk/trpc'
import { createTRPCClient, TRPCClientError } from '@trpc/client'

const [baseUrl = '', orderRef = ''] = process.argv.slice(2)
const links = orderportLinks({ baseUrl, tenantId: 'atelier-nantes' })
const { orders } = createTRPCClient<OrderportRouter>({ links })

const stub = await orders.import.mutate({ orderRef, conversation: { customerName: 'Karim' } })
const [page, order] = await Promise.all([orders.list.query(), orders.get.query({ orderId: stub.orderId })])

const requestId = 'consumer-2'
const failed: unknown = await orders.get
  .query({ orderId: 'ord-unknown' }, { context: { orderport: { requestId } } })
  .catch((error: unknown) => error)
if (!(failed instanceof TRPCClientError)) throw new Error('The error is not one of tRPC’s client')

console.log(
  JSON.stringify({
    source: stub.source,
    customer: order.customer.name,
    total: page.total,
    code: toOrderportError(failed).code,
    appCode: failed.data.appCode,
    requestId: toOrderportError(failed).requestId,
    isCause: OrderportError.isInstance(failed.cause),
  }),
)
