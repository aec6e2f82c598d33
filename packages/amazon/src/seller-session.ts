import { type SellerClient, DomainError } from '@orderport/domain'
import { type Application, type Authorisation, authorisationFingerprintOf, fingerprintOf } from './credentials.ts'
import type { TokenSupply } from './transport/call-sp-api.ts'
import type { Send, UsageAccount } from './transport/upstream-request.ts'
import type { AccessTokens } from './lwa/access-tokens.ts'
import type { RefreshGrant } from './lwa/request-access-token.ts'
import { isOrderReference } from './order-reference.ts'
import type { FetchOrder, SellerAccess } from './orders/fetch-order.ts'

export interface AmazonClient {
  readonly send: Send
  readonly tokens: AccessTokens
  readonly userAgent: string
  /** Without a slash at its end. */
  readonly endpoint: string
  /** By the version of the Orders API that the service is set to. */
  readonly fetchOrder: FetchOrder
  /** Told when Amazon refuses our application's own credentials: they may have been rotated since they were read. */
  readonly refusedApplication: () => void
}

export interface ConnectionSecrets {
  readonly authorisation: Authorisation
  readonly application: Application
}

/** A seller's open door. Makes no request itself. */
export function openConnection(client: AmazonClient, secrets: ConnectionSecrets): SellerClient {
  const { authorisation, application } = secrets
  const sellerId = authorisation.seller_id
  const grant: RefreshGrant = { ...application, refreshToken: authorisation.refresh_token, sellerId }
  const account: UsageAccount = { application: application.clientId, region: authorisation.region }
  const access: SellerAccess = {
    api: { send: client.send, endpoint: client.endpoint, userAgent: client.userAgent, sellerId, account },
    accessTokens: accessTokensOf(client, grant),
    grant,
  }
  return {
    sellingAccount: {
      sellerId,
      region: authorisation.region,
      marketplaceId: authorisation.marketplace_id || null,
    },
    credentialsFingerprint: fingerprintOf(authorisation),
    authorisationFingerprint: authorisationFingerprintOf(authorisation),
    async fetch(externalOrderId, signal, deadline) {
      if (!isOrderReference(externalOrderId)) throw new DomainError('ORDER_REF_INVALID')
      return client.fetchOrder(access, externalOrderId, { signal, deadline })
    },
  }
}

function accessTokensOf({ tokens, refusedApplication }: AmazonClient, grant: RefreshGrant): TokenSupply {
  return {
    async get(signal) {
      try {
        return await tokens.get(grant, signal)
      } catch (error) {
        if (DomainError.is(error) && error.code === 'APP_CREDENTIALS_INVALID') refusedApplication()
        throw error
      }
    },
    drop: (refused) => tokens.drop(grant, refused),
  }
}
