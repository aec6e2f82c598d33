import {
  DomainError,
  type ConnectionKey,
  type Deadline,
  type MarketplaceConnector,
  type SellerClient,
  type StoredConnection,
} from '@orderport/domain'
import type { Services } from '../context.ts'

/** A tenant's connection, and the marketplace that it leads to. */
export interface ConnectionTarget extends ConnectionKey {
  readonly connector: MarketplaceConnector
}

/** An open connection whose selling account belongs to the tenant. */
export interface BoundConnection {
  readonly client: SellerClient
  /** True if these credentials have worked before and the connection has not failed since. */
  readonly proven: boolean
}

/** What is known of a connection before it is opened. */
export interface KnownConnection {
  readonly stored: StoredConnection | null
  /** The fingerprint of credentials that the marketplace refused for good. */
  readonly refused: string | null
  /** Whether they were refused just now: then no time has passed after which they may be tried again. */
  readonly refusedNow: boolean
}

/**
 * Opens the tenant's connection and binds its selling account to the tenant. Returns null for a tenant without
 * credentials. Throws CHANNEL_REAUTH_REQUIRED when the credentials are the refused ones and it isn't this call that may
 * try them again, and SELLER_ALREADY_CONNECTED when the selling account or its authorisation belongs to another tenant.
 */
export async function openBoundConnection(
  services: Services,
  target: ConnectionTarget,
  { stored, refused, refusedNow }: KnownConnection,
  { signal }: Deadline,
): Promise<BoundConnection | null> {
  const { connector, tenantId } = target
  // The connector may remember the refused credentials although others have been stored since.
  if (refused !== null) connector.forgetCredentials(tenantId)
  const client = await connector.connect(tenantId, signal)
  if (client === null) return null
  if (client.credentialsFingerprint === refused && (refusedNow || !(await claimRetry(services, target, refused)))) {
    throw new DomainError('CHANNEL_REAUTH_REQUIRED')
  }
  const isBound = isBoundTo(client, stored)
  if (!isBound) await bindSeller(services, target, client)
  return { client, proven: isBound && stored?.status === 'active' && stored.lastError === null }
}

/**
 * Returns whether this call may try refused credentials again: one may after a while, because the marketplace may have
 * taken its refusal back, which nobody tells us.
 */
function claimRetry({ connections, reauthRetryAfterMs }: Services, target: ConnectionTarget, refused: string) {
  return connections.claimRetry(target, refused, reauthRetryAfterMs)
}

function isBoundTo({ sellerId, authorisationFingerprint }: SellerClient, stored: StoredConnection | null): boolean {
  return stored?.sellerId === sellerId && stored.authorisationFingerprint === authorisationFingerprint
}

async function bindSeller({ connections }: Services, target: ConnectionTarget, client: SellerClient): Promise<void> {
  try {
    await connections.bind(target, client)
  } catch (error) {
    if (DomainError.is(error) && error.code === 'SELLER_ALREADY_CONNECTED') {
      // A corrected secret must work at once, not only when the remembered one expires.
      target.connector.forgetCredentials(target.tenantId)
      await connections.noteFailure(target, error.code)
    }
    throw error
  }
}
