import { DomainError, type ChannelOrder, type Deadline, type StoredConnection } from '@orderport/domain'
import type { Services } from '../context.ts'
import { openBoundConnection, type BoundConnection, type KnownConnection } from './bind-seller.ts'
import type { ImportTarget } from './import-target.ts'

/**
 * Returns the order as the marketplace knows it now, or null for a tenant without credentials. `stored` is the
 * tenant's connection as it is stored. Credentials that the marketplace refuses for good are marked: until others are
 * stored or an operator enables the connection, calls throw CHANNEL_REAUTH_REQUIRED without asking the marketplace, all
 * but one in each `reauthRetryAfterMs`. Throws NO_ACTIVE_CHANNEL for a disabled connection, SELLER_ALREADY_CONNECTED
 * for another tenant's selling account, and whatever the credential store and the connector throw.
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
  const known = { stored, refused: stored?.refusedFingerprint ?? null, refusedNow: false }
  const first = await tryCredentials(services, target, known, deadline)
  if (first.refused === null) return first.fetched
  // The refused credentials may have been remembered from before others were stored.
  const second = await tryCredentials(services, target, { stored, refused: first.refused, refusedNow: true }, deadline)
  if (second.refused === null) return second.fetched
  throw new DomainError('CHANNEL_REAUTH_REQUIRED')
}

/** The order, null for a tenant without credentials, or the fingerprint of credentials that are refused from now on. */
type Attempt = { readonly refused: null; readonly fetched: ChannelOrder | null } | { readonly refused: string }

/** Fetches the order with the tenant's credentials. Marks them if the marketplace refuses them for good. */
async function tryCredentials(
  services: Services,
  target: ImportTarget,
  known: KnownConnection,
  deadline: Deadline,
): Promise<Attempt> {
  const bound = await openBoundConnection(services, target, known, deadline)
  if (bound === null) return { refused: null, fetched: null }
  try {
    return { refused: null, fetched: await fetchAndConfirm(services, target, bound, deadline) }
  } catch (error) {
    if (!DomainError.is(error) || error.code !== 'CHANNEL_REAUTH_REQUIRED') throw error
    const refused = bound.client.credentialsFingerprint
    await services.connections.requireReauthorisation(target, refused)
    return { refused }
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
