import { applicationEndsAt, secretName } from '@orderport/amazon'
import type { CredentialStore } from '@orderport/domain'
import type { VaultCredentialStore } from '@orderport/vault'
import { Gauge, type Registry } from 'prom-client'
import type { AuthorisationEnds } from '../worker/authorisation-ends.ts'

export interface ExpiryMetrics {
  /** Measures how long our application's secret and Vault's token last, at each scrape. Null: no Vault is configured. */
  watchExpiry(credentials: WatchedCredentials | null, now: () => Date): void
  /** Sets when the sellers' authorisations end, as this process found it at that moment. */
  observeAuthorisations(ends: AuthorisationEnds, now: Date): void
}

type WatchedCredentials = Pick<CredentialStore, 'ofApplication'> & Pick<VaultCredentialStore, 'tokenEndsAt'>

const dayMs = 24 * 60 * 60_000
/** Vault is asked for this long at most, so that a scrape ends in time. The secret is mostly remembered. */
const readTimeoutMs = 2000

/** NaN where an end is unknown, or there is none: no comparison with it is true. */
export function expiryMetrics(registry: Registry): ExpiryMetrics {
  const soonest = new Gauge({
    name: 'orderport_authorisation_days_left',
    help: 'Days until the first of the sellers’ authorisations ends; NaN while none is known',
    registers: [registry],
  })
  soonest.set(Number.NaN)
  const ending = new Gauge({
    name: 'orderport_authorisations_ending',
    help: 'Sellers’ authorisations that end within thirty days, or have ended',
    registers: [registry],
  })
  return {
    watchExpiry(credentials, now) {
      const application: Gauge = new Gauge({
        name: 'orderport_application_secret_days_left',
        help: 'Days until the secret of our application ends; NaN where Vault does not say when',
        registers: [registry],
        collect: async () => application.set(daysUntil(await endOfApplication(credentials), now())),
      })
      const token: Gauge = new Gauge({
        name: 'orderport_vault_token_days_left',
        help: 'Days until our token of Vault ends for good; NaN for one that is renewed, or without an end',
        registers: [registry],
        collect: () => token.set(daysUntil(credentials?.tokenEndsAt() ?? null, now())),
      })
    },
    observeAuthorisations(ends, now) {
      soonest.set(daysUntil(ends.soonest, now))
      ending.set(ends.ending)
    },
  }
}

async function endOfApplication(credentials: WatchedCredentials | null): Promise<number | null> {
  try {
    const secret = await credentials?.ofApplication(secretName, AbortSignal.timeout(readTimeoutMs))
    return secret == null ? null : applicationEndsAt(secret.values)
  } catch {
    return null
  }
}

function daysUntil(end: number | null, now: Date): number {
  return end === null ? Number.NaN : (end - now.getTime()) / dayMs
}
