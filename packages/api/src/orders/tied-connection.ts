import { DomainError, type SellerClient, type StoredConnection } from '@orderport/domain'
import type { Services } from '../context.ts'
import type { Wanted } from './fetch-order.ts'

/** An open connection whose selling account is this tenant's. */
export interface TiedConnection {
  readonly connection: SellerClient
  /** True if it has worked with these credentials before and nothing has been wrong since. */
  readonly proven: boolean
}

interface Opening {
  readonly known: StoredConnection | null
  /** Credentials that are not worth another try. */
  readonly refused: string | null
  readonly signal: AbortSignal
}

/**
 * Opens the tenant's connection and ties its selling account to the tenant; null when it has no credentials.
 * Throws CHANNEL_REAUTH_REQUIRED for the credentials that were refused, SELLER_ALREADY_CONNECTED for another tenant's.
 */
export async function openTiedConnection(
  services: Services,
  wanted: Wanted,
  { known, refused, signal }: Opening,
): Promise<TiedConnection | null> {
  const { source, tenantId } = wanted
  // What was read before may have been replaced since.
  if (refused !== null) source.forgetCredentials(tenantId)
  const connection = await source.connect(tenantId, signal)
  if (connection === null) return null
  if (connection.credentialsFingerprint === refused) throw new DomainError('CHANNEL_REAUTH_REQUIRED')
  const tied = isTied(known, connection)
  if (!tied) await tie(services, wanted, connection)
  return { connection, proven: tied && known?.status === 'active' && known.lastError === null }
}

function isTied(known: StoredConnection | null, { sellingAccount, authorisationFingerprint }: SellerClient): boolean {
  return known?.sellerId === sellingAccount.sellerId && known.authorisationFingerprint === authorisationFingerprint
}

async function tie({ connections, now }: Services, wanted: Wanted, claim: SellerClient): Promise<void> {
  const moment = now().toISOString()
  try {
    await connections.bind(wanted, claim, moment)
  } catch (error) {
    if (DomainError.is(error) && error.code === 'SELLER_ALREADY_CONNECTED') {
      // Whoever corrects the tenant's secret must not wait until it is read again.
      wanted.source.forgetCredentials(wanted.tenantId)
      await connections.noteFailure(wanted, { code: error.code, now: moment })
    }
    throw error
  }
}
