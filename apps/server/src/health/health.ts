import { refusalReason, type Database } from '@orderport/db'
import { raceAgainst } from '@orderport/domain'
import type { VaultCredentialStore } from '@orderport/vault'

/** How long a check may take before it counts as failed. */
const checkTimeoutMs = 2000

export interface HealthDeps {
  readonly database: Pick<Database, 'status'>
  /** Null when no Vault is configured. */
  readonly credentials: Pick<VaultCredentialStore, 'health'> | null
}

interface Readiness {
  readonly ready: boolean
  /** Why it is not ready, one English line each. */
  readonly reasons: readonly string[]
}

export interface Health {
  /** Ready when the process is not stopping, Postgres answers, and every migration has been applied. */
  readiness(): Promise<Readiness>
  /** Without Vault or Amazon the service is `degraded`, never unready: stored orders can still be read. */
  summary(): Promise<object>
  /** Makes the service unready, so that Kubernetes stops sending requests. */
  startDraining(): void
}

export function createHealth({ database, credentials }: HealthDeps): Health {
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

  async function vaultState(): Promise<string> {
    if (credentials === null) return 'off'
    return (await resultOrNull(credentials.health(AbortSignal.timeout(checkTimeoutMs)))) ?? 'unreachable'
  }

  return {
    readiness,
    async summary() {
      const [{ ready, reasons }, vault] = await Promise.all([readiness(), vaultState()])
      const status = !ready ? 'unready' : vault === 'ok' || vault === 'standby' || vault === 'off' ? 'ok' : 'degraded'
      return { status, ready, reasons, vault, uptimeSeconds: Math.floor((Date.now() - startedAt) / 1000) }
    },
    startDraining() {
      draining = true
    },
  }
}

/** Returns a check's result; null when it fails or takes too long. */
function resultOrNull<T>(check: Promise<T>): Promise<T | null> {
  return raceAgainst(checkTimeoutMs, check).catch(() => null)
}
