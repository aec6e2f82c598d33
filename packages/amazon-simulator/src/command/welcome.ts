import type { AmazonScriptedFault } from '../faults/fault.ts'
import { faultsPath } from '../faults/script-endpoint.ts'
import { referenceOrder } from '../samples/reference-order.ts'
import type { SampleOrder } from '../samples/sample-order.ts'
import { sampleCredentials } from '../samples/sample-seller.ts'
import type { SimulatedSeller } from '../seller.ts'
import type { AmazonSimulator } from '../simulator.ts'
import type { Quota } from './options.ts'

export interface WelcomeOptions {
  readonly simulator: Pick<AmazonSimulator, 'url' | 'lwaUrl'>
  readonly seller: Pick<SimulatedSeller, 'sellerId' | 'region'>
  /** The seller's orders. */
  readonly samples: readonly SampleOrder[]
  readonly quota: Quota
}

/** Returns what the command prints: the addresses, the credentials, the orders, and commands to try. */
export function welcome({ simulator, seller, samples, quota }: WelcomeOptions): string {
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
  const gateway: AmazonScriptedFault = { operation: 'getOrder', fault: { kind: 'gateway', status: 404 }, times: 3 }
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
    'Its orders, and what they show:',
    '',
    ...samples.map(({ order, shows }) => `  ${order.orderId}  ${shows}`),
    '',
    'Try it in another terminal:',
    '',
    `TOKEN=$(${getToken} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -sS -A 'Try/1.0 (Language=Shell)' -H "x-amz-access-token: $TOKEN" '${order}?includedData=${everything}'`,
    '',
    'Make Amazon fail, here by a 404 that says nothing about the order, and let it work again:',
    '',
    `curl -sS -d '${JSON.stringify(gateway)}' ${url}${faultsPath}`,
    `curl -sS -X DELETE ${url}${faultsPath}`,
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
