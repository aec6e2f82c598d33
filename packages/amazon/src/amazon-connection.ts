import { type ChannelConnection, type ChannelOrder, DomainError } from '@orderport/domain'
import { type Application, type Authorisation, fingerprintOf } from './credentials.ts'
import type { Send, UsageAccount } from './http/upstream-request.ts'
import type { AccessTokens } from './lwa/access-tokens.ts'
import type { RefreshGrant } from './lwa/request-access-token.ts'
import { toChannelOrder } from './mapping/to-channel-order.ts'
import { isOrderReference } from './order-reference.ts'
import { getOrder } from './orders/get-order.ts'

export interface AmazonClient {
  readonly send: Send
  readonly tokens: AccessTokens
  readonly userAgent: string
  /** Without a slash at its end. */
  readonly endpoint: string
  /** Told when Amazon refuses our application's own credentials: they may have been rotated since they were read. */
  readonly refusedApplication: () => void
}

export interface ConnectionSecrets {
  readonly authorisation: Authorisation
  readonly application: Application
}

/** A seller's open door. Makes no request itself. */
export function openConnection(client: AmazonClient, secrets: ConnectionSecrets): ChannelConnection {
  const { authorisation, application } = secrets
  const sellerId = authorisation.seller_id
  const grant: RefreshGrant = { ...application, refreshToken: authorisation.refresh_token, sellerId }
  const account: UsageAccount = { application: application.clientId, region: authorisation.region }
  return {
    sellingAccount: {
      sellerId,
      region: authorisation.region,
      marketplaceId: authorisation.marketplace_id || null,
    },
    credentialsFingerprint: fingerprintOf(authorisation),
    fetch: (externalOrderId, signal, deadline) =>
      fetchOrder({ client, grant, account, externalOrderId, signal, deadline }),
  }
}

interface OrderFetch {
  readonly client: AmazonClient
  readonly grant: RefreshGrant
  readonly account: UsageAccount
  readonly externalOrderId: string
  readonly signal: AbortSignal
  readonly deadline: number | undefined
}

/** A token that Amazon calls stale is dropped and renewed once; a second refusal is not about the token. */
async function fetchOrder(fetch: OrderFetch): Promise<ChannelOrder> {
  const { client, grant, account, externalOrderId, signal, deadline } = fetch
  if (!isOrderReference(externalOrderId)) throw new DomainError('ORDER_REF_INVALID')
  const ask = (token: string) =>
    getOrder(client.send, {
      endpoint: client.endpoint,
      orderId: externalOrderId,
      accessToken: token,
      userAgent: client.userAgent,
      sellerId: grant.sellerId,
      account,
      signal,
      deadline,
    })
  const token = await accessToken(fetch)
  const first = await ask(token)
  if (first.kind === 'order') return toChannelOrder(externalOrderId, first.order)
  client.tokens.drop(grant, token)
  const second = await ask(await accessToken(fetch))
  if (second.kind === 'order') return toChannelOrder(externalOrderId, second.order)
  throw new DomainError('UPSTREAM_FORBIDDEN', { detail: 'getOrder refused a token that had just been renewed' })
}

async function accessToken({ client, grant, signal }: OrderFetch): Promise<string> {
  try {
    return await client.tokens.get(grant, signal)
  } catch (error) {
    if (DomainError.is(error) && error.code === 'APP_CREDENTIALS_INVALID') client.refusedApplication()
    throw error
  }
}
