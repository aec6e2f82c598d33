import type { AmazonOrder } from '../amazon-order.ts'
import { referenceOrder } from '../samples/french-orders.ts'
import { sampleCredentials } from '../samples/sample-seller.ts'
import type { SimulatedSeller } from '../seller.ts'
import type { AmazonSimulator } from '../simulator.ts'
import type { Quota } from './options.ts'

export interface WelcomeOptions {
  readonly simulator: Pick<AmazonSimulator, 'url' | 'lwaUrl'>
  readonly seller: Pick<SimulatedSeller, 'sellerId' | 'region' | 'orderIds' | 'order'>
  readonly quota: Quota
}

/** Returns what the command prints: the addresses, the credentials, the orders, and commands to try. */
export function welcome({ simulator, seller, quota }: WelcomeOptions): string {
  const { clientId, clientSecret, refreshToken } = sampleCredentials
  const { url, lwaUrl } = simulator
  const grant = [
    'grant_type=refresh_token',
    `refresh_token=${refreshToken}`,
    `client_id=${clientId}`,
    `client_secret=${clientSecret}`,
  ]
  const getToken = `curl -sS '${lwaUrl}' ${grant.map((field) => `-d '${field}'`).join(' ')}`
  const order = `${url}/orders/2026-01-01/orders/${referenceOrder().orderId}`
  const everything = 'BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES'
  return [
    `The Amazon simulator runs at ${url}. Ctrl-C stops it; nothing is kept.`,
    '',
    `  Selling Partner API  ${url}`,
    `  Login with Amazon    ${lwaUrl}`,
    `  usage plans          ${describeQuota(quota)}`,
    '',
    `Seller ${seller.sellerId} (${seller.region}) has authorised this application:`,
    '',
    `  client id      ${clientId}`,
    `  client secret  ${clientSecret}`,
    `  refresh token  ${refreshToken}`,
    '',
    'Its orders:',
    '',
    ...seller.orderIds.map((orderId) => `  ${orderId}  ${describeOrder(seller.order(orderId))}`),
    '',
    'Try it in another terminal:',
    '',
    `TOKEN=$(${getToken} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -sS -A 'Try/1.0 (Language=Shell)' -H "x-amz-access-token: $TOKEN" '${order}?includedData=${everything}'`,
    '',
    'Orderport reaches it with:',
    '',
    `AMAZON_SPAPI_ENDPOINT='${url}'`,
    `AMAZON_LWA_ENDPOINT='${lwaUrl}'`,
    `AMAZON_SPAPI_CLIENT_ID='${clientId}'`,
    `AMAZON_SPAPI_CLIENT_SECRET='${clientSecret}'`,
  ].join('\n')
}

function describeQuota(quota: Quota): string {
  if (quota === 'off') return 'off'
  return quota === 1 ? 'as Amazon publishes them' : `${quota} times what Amazon publishes`
}

/** Returns the order in a few words, such as `Amazon.fr 29.99 EUR shipped`. */
function describeOrder(order: AmazonOrder | undefined): string {
  if (order === undefined) return ''
  const total = order.proceeds?.grandTotal
  const price = total === undefined ? 'no total' : `${total.amount} ${total.currencyCode}`
  const status = words(order.fulfillment?.fulfillmentStatus)
  const packages = (order.packages ?? []).map(
    ({ carrier, packageStatus }) => `${carrier} ${words(packageStatus?.detailedStatus ?? packageStatus?.status)}`,
  )
  const what = order.fulfillment?.fulfilledBy === 'AMAZON' ? `${status} by Amazon` : [status, ...packages].join(', ')
  return `${(order.salesChannel.marketplaceName ?? '').padEnd(12)}  ${price.padStart(10)}  ${what}`
}

function words(constant = ''): string {
  return constant.toLowerCase().replaceAll('_', ' ')
}
