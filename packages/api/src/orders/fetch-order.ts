import { DomainError, type ChannelOrder, type Deadline, type StoredConnection } from '@orderport/domain'
import type { Services } from '../context.ts'
import { openBoundConnection, type BoundConnection } from './bind-seller.ts'
import type { ImportTarget } from './import-target.ts'

/**
 * Returns the order as the marketplace knows it now, or null for a tenant without credentials. `stored` is the
 * tenant's connection as it is stored. Credentials that the marketplace refuses for good are marked and not tried
 * again: until others are stored, every call throws CHANNEL_REAUTH_REQUIRED without asking the marketplace. Throws
 * NO_ACTIVE_CHANNEL for a disabled connection, SELLER_ALREADY_CONNECTED for another tenant's selling account, and
 * whatever the credential store and the connector throw.
 */
export async function fetchOrder(
  services: Services,
  target: ImportTarget,
  stored: StoredConnection | null,
  deadline: Deadline,
): Promise<ChannelOrder | null> {
  if (stored?.status === 'disabled') {
    throw new DomainError('NO_ACTIVE_CHANNEL', { detail: 'An operator disabled the connection.' })
  }
  let refused = stored?.refusedFingerprint ?? null
  for (;;) {
    const bound = await openBoundConnection(services, target, { stored, refused }, deadline)
    if (bound === null) return null
    try {
      return await fetchAndConfirm(services, target, bound, deadline)
    } catch (error) {
      if (!DomainError.is(error) || error.code !== 'CHANNEL_REAUTH_REQUIRED') throw error
      refused = bound.client.credentialsFingerprint
      await services.connections.requireReauthorisation(target, refused)
    }
  }
}

/** Fetches the order. An order, or the answer that there is none, confirms that the credentials work. */
async function fetchAndConfirm(
  { connections }: Services,
  target: ImportTarget,
  { client, proven }: BoundConnection,
  deadline: Deadline,
): Promise<ChannelOrder> {
  const confirm = async () => {
    if (!proven) await connections.confirm(target)
  }
  try {
    const fetched = await client.fetch(target.externalOrderId, deadline)
    await confirm()
    return fetched
  } catch (error) {
    if (DomainError.is(error) && error.code === 'ORDER_NOT_FOUND_FOR_TENANT') await confirm()
    if (DomainError.is(error) && error.code === 'UPSTREAM_FORBIDDEN') {
      await connections.noteFailure(target, error.code)
    }
    throw error
  }
}
