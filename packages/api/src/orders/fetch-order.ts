import { DomainError, type ChannelOrder, type OrderKey, type OrderSource, type TenantId } from '@orderport/domain'
import type { Services } from '../context.ts'
import type { Deadline } from './deadline.ts'

/** Whose order, from where. */
export type Wanted = OrderKey & { readonly tenantId: TenantId; readonly source: OrderSource }

/**
 * The order as the marketplace knows it now, or null for a tenant without credentials.
 * Credentials that the marketplace refuses for good are marked and not tried again: until others are stored,
 * CHANNEL_REAUTH_REQUIRED comes at once, without a request to it. Throws what the credential store and the source throw.
 */
export async function fetchOrder(
  services: Services,
  wanted: Wanted,
  { signal, endsAt }: Deadline,
): Promise<ChannelOrder | null> {
  const { tenantId, source, externalOrderId } = wanted
  const { connections, now } = services
  let refused = await connections.refusedCredentials(wanted)
  for (;;) {
    // What was read before may have been replaced since.
    if (refused !== null) source.forgetCredentials(tenantId)
    const connection = await source.connect(tenantId, signal)
    if (connection === null) return null
    if (connection.credentialsFingerprint === refused) throw new DomainError('CHANNEL_REAUTH_REQUIRED')
    try {
      const fetched = await connection.fetch(externalOrderId, signal, endsAt)
      if (refused !== null) await connections.confirm(wanted, now().toISOString())
      return fetched
    } catch (error) {
      if (!DomainError.is(error) || error.code !== 'CHANNEL_REAUTH_REQUIRED') throw error
      refused = connection.credentialsFingerprint
      await connections.requireReauthorisation(wanted, { fingerprint: refused, now: now().toISOString() })
    }
  }
}
