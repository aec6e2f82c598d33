import { refusalReason } from '@orderport/db'
import type { Composition } from '../compose.ts'

/** How long a check may take before it counts as failed. */
const checkTimeoutMs = 2000

interface Readiness {
  readonly ready: boolean
  /** Why not, one English line each. */
  readonly reasons: readonly string[]
}

export interface Health {
  /** Ready means: this process is not stopping, Postgres answers, and every migration has been applied. */
  readiness(): Promise<Readiness>
  /** Vault and Amazon away make the service `degraded`, never unready: what is stored can still be read. */
  summary(): Promise<object>
  /** From now on not ready: Kubernetes stops sending requests. */
  startDraining(): void
}

export function createHealth({ database, credentials }: Pick<Composition, 'database' | 'credentials'>): Health {
  const startedAt = Date.now()
  let draining = false

  async function readiness(): Promise<Readiness> {
    if (draining) return { ready: false, reasons: ['stopping'] }
    const status = await within(checkTimeoutMs, database.status().catch(refusalReason))
    if (status === null) return { ready: false, reasons: ['the database does not answer'] }
    if (typeof status === 'string') return { ready: false, reasons: [status] }
    const reasons = status.pending.map((name) => `migration ${name} is not applied: run npm run migrate`)
    return { ready: reasons.length === 0, reasons }
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

  async function vaultState(): Promise<string> {
    if (credentials === null) return 'off'
    return (await within(checkTimeoutMs, credentials.health(AbortSignal.timeout(checkTimeoutMs)))) ?? 'unreachable'
  }
}

/** The result, or null when it fails or takes too long. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), ms)
  try {
    return await Promise.race([work.catch(() => null), late])
  } finally {
    clearTimeout(timer)
  }
}
