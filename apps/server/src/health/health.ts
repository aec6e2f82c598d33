import { refusalReason, type Database, type ReplicaStatus } from '@orderport/db'
import { raceAgainst } from '@orderport/domain'
import type { VaultCredentialStore, VaultHealth } from '@orderport/vault'

/** How long a check may take before it counts as failed. */
const checkTimeoutMs = 2000

export interface HealthDeps {
  readonly database: Pick<Database, 'status' | 'replica'>
  /** Null when no Vault is configured. */
  readonly credentials: Pick<VaultCredentialStore, 'health'> | null
}

/** Why a service without Vault is no use in production. */
export const withoutVault =
  'VAULT_ADDR is not set: no tenant has credentials, so no order is imported from a marketplace; set it'

/** What an operator does about Vault, beside the reason that Vault's own state gives. */
const remedies: Readonly<Record<Exclude<VaultHealth['state'], 'ok' | 'standby'>, string>> = {
  sealed: 'unseal it',
  denied: 'correct the token or the login (VAULT_AUTH), or its policy',
  unusable: 'see VAULT_KV_MOUNT and VAULT_KV_PREFIX',
  unreachable: 'see VAULT_ADDR',
}

interface Readiness {
  readonly ready: boolean
  /** Why it is not ready, one English line each. */
  readonly reasons: readonly string[]
}

export interface Health {
  /** Ready when the process is not stopping, Postgres answers, and every migration has been applied. */
  readiness(): Promise<Readiness>
  /**
   * Without Vault or Amazon the service is `degraded`, never unready: stored orders can still be read. So it is in
   * production when no Vault is configured. A read replica that is left out degrades it too: the primary answers.
   */
  summary(): Promise<object>
  /** Makes the service unready, so that Kubernetes stops sending requests. */
  startDraining(): void
}

export function createHealth({ database, credentials }: HealthDeps, production: boolean): Health {
  const startedAt = Date.now()
  let draining = false

  async function readiness(): Promise<Readiness> {
    if (draining) return { ready: false, reasons: ['stopping'] }
    const status = await resultOrNull(database.status().catch(refusalReason))
    if (status === null) return { ready: false, reasons: ['the database does not answer'] }
    if (typeof status === 'string') return { ready: false, reasons: [status] }
    const reasons = status.pending.map((name) => `migration ${name} is not applied: run npm run migrate`)
    return { ready: reasons.length === 0, reasons }
  }

  async function vaultHealth(): Promise<{ readonly state: VaultHealth['state'] | 'off'; readonly reasons: string[] }> {
    if (credentials === null) return { state: 'off', reasons: production ? [withoutVault] : [] }
    const health = await resultOrNull(credentials.health(AbortSignal.timeout(checkTimeoutMs)))
    const { state, reason } = health ?? { state: 'unreachable', reason: `Vault: no answer within ${checkTimeoutMs} ms` }
    if (state === 'ok' || state === 'standby') return { state, reasons: [] }
    return { state, reasons: [`${reason ?? `Vault: ${state}`}; ${remedies[state]}`] }
  }

  return {
    readiness,
    async summary() {
      const [{ ready, reasons }, vault] = await Promise.all([readiness(), vaultHealth()])
      const replica = database.replica?.status()
      const degraded = [...vault.reasons, ...replicaReasons(replica)]
      const status = !ready ? 'unready' : degraded.length === 0 ? 'ok' : 'degraded'
      const uptimeSeconds = Math.floor((Date.now() - startedAt) / 1000)
      return {
        status,
        ready,
        reasons: [...reasons, ...degraded],
        vault: vault.state,
        ...(replica === undefined ? {} : { readReplica: { state: replica.state, lagMs: replica.lagMs } }),
        uptimeSeconds,
      }
    },
    startDraining() {
      draining = true
    },
  }
}

function replicaReasons(replica: ReplicaStatus | undefined): readonly string[] {
  if (replica === undefined || replica.reason === null) return []
  return [`the read replica is not used: ${replica.reason}; the primary answers in its place`]
}

/** Returns a check's result; null when it fails or takes too long. */
function resultOrNull<T>(check: Promise<T>): Promise<T | null> {
  return raceAgainst(checkTimeoutMs, check).catch(() => null)
}
