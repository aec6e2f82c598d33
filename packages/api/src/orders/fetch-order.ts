import {
  DomainError,
  type ChannelOrder,
  type Deadline,
  type StoredConnection,
  type OrderKey,
  type MarketplaceConnector,
  type TenantId,
} from '@orderport/domain'
import type { Services } from '../context.ts'
import { openTiedConnection, type TiedConnection } from './tied-connection.ts'

/** Whose order, from where. */
export type Wanted = OrderKey & { readonly tenantId: TenantId; readonly source: MarketplaceConnector }

/**
 * The order as the marketplace knows it now, or null for a tenant without credentials. `known` is what is known of its connection.
 * Credentials that the marketplace refuses for good are marked and not tried again: until others are stored,
 * CHANNEL_REAUTH_REQUIRED comes at once, without a request to it. Throws NO_ACTIVE_CHANNEL for a connection that is
 * disabled, SELLER_ALREADY_CONNECTED for another tenant's selling account, and what the credential store and the source throw.
 */
export async function fetchOrder(
  services: Services,
  wanted: Wanted & { readonly known: StoredConnection | null },
  deadline: Deadline,
): Promise<ChannelOrder | null> {
  const { known } = wanted
  if (known?.status === 'disabled') {
    throw new DomainError('NO_ACTIVE_CHANNEL', { detail: 'An operator disabled the connection.' })
  }
  let refused = known?.refusedFingerprint ?? null
  for (;;) {
    const tied = await openTiedConnection(services, wanted, { known, refused, signal: deadline.signal })
    if (tied === null) return null
    try {
      return await fetchAndConfirm(services, wanted, { tied, deadline })
    } catch (error) {
      if (!DomainError.is(error) || error.code !== 'CHANNEL_REAUTH_REQUIRED') throw error
      refused = tied.connection.credentialsFingerprint
      const now = services.now().toISOString()
      await services.connections.requireReauthorisation(wanted, { fingerprint: refused, now })
    }
  }
}

interface Attempt {
  readonly tied: TiedConnection
  readonly deadline: Deadline
}

/** An answer that the marketplace knows no such order proves the credentials as an order does. */
async function fetchAndConfirm(
  { connections, now }: Services,
  wanted: Wanted,
  { tied, deadline }: Attempt,
): Promise<ChannelOrder> {
  const confirm = async () => {
    if (!tied.proven) await connections.confirm(wanted, now().toISOString())
  }
  try {
    const fetched = await tied.connection.fetch(wanted.externalOrderId, deadline)
    await confirm()
    return fetched
  } catch (error) {
    if (DomainError.is(error) && error.code === 'ORDER_NOT_FOUND_FOR_TENANT') await confirm()
    if (DomainError.is(error) && error.code === 'UPSTREAM_FORBIDDEN') {
      await connections.noteFailure(wanted, { code: error.code, now: now().toISOString() })
    }
    throw error
  }
}
