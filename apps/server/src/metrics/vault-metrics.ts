import type { VaultCredentialStore, VaultEvent, VaultHealth } from '@orderport/vault'
import { Counter, Gauge, type Registry } from 'prom-client'

export interface VaultMetrics {
  /** Counts a failure to log in, renew a token or read a secret; other events are ignored. */
  observeVault(event: VaultEvent): void
  /** Asks Vault for its state at each scrape. Null: no Vault is configured. */
  watchVault(credentials: Pick<VaultCredentialStore, 'health'> | null): void
}

const failures = ['login_failed', 'renewal_failed', 'read_failed'] as const
const states = ['ok', 'standby', 'sealed', 'denied', 'unusable', 'unreachable', 'off'] as const

/** Vault is asked for this long at most, so that a scrape ends in time. */
const healthTimeoutMs = 2000

export function vaultMetrics(registry: Registry): VaultMetrics {
  const counts = new Counter({
    name: 'orderport_vault_failures_total',
    help: 'Failures of Vault, by what failed: the login, the renewal of the token, the read of a secret',
    labelNames: ['event'],
    registers: [registry],
  })
  for (const event of failures) counts.inc({ event }, 0)
  let credentials: Pick<VaultCredentialStore, 'health'> | null = null
  const state: Gauge<'state'> = new Gauge({
    name: 'orderport_vault',
    help: '1 for the state that Vault is in, as /health says it',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const current = credentials === null ? 'off' : await stateOf(credentials)
      for (const other of states) state.set({ state: other }, other === current ? 1 : 0)
    },
  })
  return {
    observeVault({ event }) {
      const failure = failures.find((name) => name === event)
      if (failure !== undefined) counts.inc({ event: failure })
    },
    watchVault(configured) {
      credentials = configured
    },
  }
}

async function stateOf(credentials: Pick<VaultCredentialStore, 'health'>): Promise<VaultHealth['state']> {
  try {
    return (await credentials.health(AbortSignal.timeout(healthTimeoutMs))).state
  } catch {
    return 'unreachable'
  }
}
