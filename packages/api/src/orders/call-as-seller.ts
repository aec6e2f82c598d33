import { DomainError, type Deadline, type SellerClient, type StoredConnection } from '@orderport/domain'
import type { Services } from '../context.ts'
import {
  openBoundConnection,
  type BoundConnection,
  type ConnectionTarget,
  type KnownConnection,
} from './bind-seller.ts'

/** One request to a marketplace in the name of a seller. */
export interface SellerCall<T> {
  readonly target: ConnectionTarget
  /** The tenant's connection as it is stored. */
  readonly stored: StoredConnection | null
  readonly deadline: Deadline
  readonly call: (client: SellerClient) => Promise<T>
}

/**
 * Calls the marketplace with the tenant's credentials. Returns null for a tenant without credentials. Credentials that
 * the marketplace refuses for good are marked: until others are stored or an operator enables the connection, calls
 * throw CHANNEL_REAUTH_REQUIRED without asking the marketplace, all but one in each `reauthRetryAfterMs`. Throws
 * NO_ACTIVE_CHANNEL for a disabled connection, SELLER_ALREADY_CONNECTED for another tenant's selling account, and
 * whatever the credential store and the call throw.
 */
export async function callAsSeller<T>(services: Services, request: SellerCall<T>): Promise<T | null> {
  const { stored } = request
  if (stored?.status === 'disabled') {
    throw new DomainError('NO_ACTIVE_CHANNEL', { detail: 'An operator disabled the connection.' })
  }
  const known = { stored, refused: stored?.refusedFingerprint ?? null, refusedNow: false }
  const first = await tryCredentials(services, request, known)
  if (first.refused === null) return first.answer
  // The refused credentials may have been remembered from before others were stored.
  const second = await tryCredentials(services, request, { stored, refused: first.refused, refusedNow: true })
  if (second.refused === null) return second.answer
  throw new DomainError('CHANNEL_REAUTH_REQUIRED')
}

/** The answer, null for a tenant without credentials, or the fingerprint of credentials that are refused from now on. */
type Attempt<T> = { readonly refused: null; readonly answer: T | null } | { readonly refused: string }

/** Calls with the tenant's credentials. Marks them if the marketplace refuses them for good. */
async function tryCredentials<T>(
  services: Services,
  request: SellerCall<T>,
  known: KnownConnection,
): Promise<Attempt<T>> {
  const { target, deadline } = request
  const bound = await openBoundConnection(services, target, known, deadline)
  if (bound === null) return { refused: null, answer: null }
  try {
    return { refused: null, answer: await callAndConfirm(services, request, bound) }
  } catch (error) {
    if (!DomainError.is(error) || error.code !== 'CHANNEL_REAUTH_REQUIRED') throw error
    const refused = bound.client.credentialsFingerprint
    await services.connections.requireReauthorisation(target, refused)
    return { refused }
  }
}

/** Makes the call. An answer, also the one that there is no such order, confirms that the credentials work. */
async function callAndConfirm<T>(
  { connections }: Services,
  { target, call }: SellerCall<T>,
  { client, proven }: BoundConnection,
): Promise<T> {
  const confirm = async () => {
    if (!proven) await connections.confirm(target)
  }
  try {
    const answer = await call(client)
    await confirm()
    return answer
  } catch (error) {
    if (DomainError.is(error) && error.code === 'ORDER_NOT_FOUND_FOR_TENANT') await confirm()
    if (DomainError.is(error) && error.code === 'UPSTREAM_FORBIDDEN') {
      await connections.noteFailure(target, error.code)
    }
    throw error
  }
}
