import { authorisationEndsAt, secretName } from '@orderport/amazon'
import type { Services } from '@orderport/api'
import type { CredentialStore } from '@orderport/domain'

/** When the sellers' authorisations end, as far as Vault says when they began. */
export interface AuthorisationEnds {
  /** In milliseconds since 1970; null: none is known. */
  readonly soonest: number | null
  /** How many end within thirty days, or have ended. */
  readonly ending: number
}

const soonMs = 30 * 24 * 60 * 60_000
const readTimeoutMs = 10_000

/**
 * Looks at the authorisation of each connection that an operator has not disabled. One that can't be read is left out:
 * its imports fail, and say so. Throws `DATABASE_UNAVAILABLE`.
 */
export async function findAuthorisationEnds(
  { sweeps, now }: Pick<Services, 'now'> & { readonly sweeps: Pick<Services['sweeps'], 'connections'> },
  credentials: Pick<CredentialStore, 'ofTenant'>,
): Promise<AuthorisationEnds> {
  const ends: number[] = []
  for (const { tenantId, channel } of await sweeps.connections()) {
    if (channel !== 'amazon') continue
    const secret = await credentials
      .ofTenant(tenantId, secretName, AbortSignal.timeout(readTimeoutMs))
      .catch(() => null)
    const end = secret === null ? null : authorisationEndsAt(secret.values)
    if (end !== null) ends.push(end)
  }
  const soonest = ends.reduce<number | null>((least, end) => (least === null || end < least ? end : least), null)
  return { soonest, ending: ends.filter((end) => end - now().getTime() < soonMs).length }
}
