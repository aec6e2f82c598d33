import { refusalReason, type Database, type ReplicaStatus } from '@orderport/db'
import { raceAgainst } from '@orderport/domain'
import type { VaultCredentialStore, VaultHealth } from '@orderport/vault'
import { version } from '../version.ts'

/** How long a check may take before it counts as failed. */
const checkTimeoutMs = 2000

export interface HealthDeps {
  readonly database: Pick<Database, 'status' | 'checkRuntimeRole' | 'replica'>
  /** Null when no Vault is configured. */
  readonly credentials: Pick<VaultCredentialStore, 'health'> | null
  /** Returns the state of each listener. */
  readonly listeners: () => Readonly<Record<'internal' | 'public', ListenerState>>
}

/** `off`: not configured. */
export type ListenerState = 'listening' | 'closed' | 'off'

interface RoleHealth {
  /** `unknown`: the database doesn't answer. */
  readonly state: 'ok' | 'at_fault' | 'unknown'
  readonly reasons: readonly string[]
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

interface DatabaseHealth extends Readiness {
  /** How many migrations are missing; null while the database doesn't tell. */
  readonly pendingMigrations: number | null
}

export interface Health {
  /** Ready when the process is not stopping, Postgres answers, and every migration has been applied. */
  readiness(): Promise<Readiness>
  /**
   * Without Vault or Amazon the service is `degraded`, never unready: stored orders can still be read. So it is in
   * production when no Vault is configured. A read replica that is left out degrades it too: the primary answers. So do
   * a role of the database that the service must not have, and a listener that doesn't listen.
   */
  summary(): Promise<object>
  /** Makes the service unready, so that Kubernetes stops sending requests. */
  startDraining(): void
}

export function createHealth({ database, credentials, listeners }: HealthDeps, production: boolean): Health {
  const startedAt = Date.now()
  let draining = false
  const roleHealth = onceASecond(() => checkRole(database))

  async function databaseHealth(): Promise<DatabaseHealth> {
    const status = await resultOrNull(database.status().catch(refusalReason))
    if (status === null) return { ready: false, reasons: ['the database does not answer'], pendingMigrations: null }
    if (typeof status === 'string') return { ready: false, reasons: [status], pendingMigrations: null }
    const reasons = status.pending.map((name) => `migration ${name} is not applied: run npm run migrate`)
    return { ready: reasons.length === 0, reasons, pendingMigrations: reasons.length }
  }

  async function vaultHealth(): Promise<{ readonly state: VaultHealth['state'] | 'off'; readonly reasons: string[] }> {
    if (credentials === null) return { state: 'off', reasons: production ? [withoutVault] : [] }
    const health = await resultOrNull(credentials.health(AbortSignal.timeout(checkTimeoutMs)))
    const { state, reason } = health ?? { state: 'unreachable', reason: `Vault: no answer within ${checkTimeoutMs} ms` }
    if (state === 'ok' || state === 'standby') return { state, reasons: [] }
    return { state, reasons: [`${reason ?? `Vault: ${state}`}; ${remedies[state]}`] }
  }

  return {
    async readiness() {
      if (draining) return { ready: false, reasons: ['stopping'] }
      const { ready, reasons } = await databaseHealth()
      return { ready, reasons }
    },
    async summary() {
      const [stored, vault, role] = await Promise.all([databaseHealth(), vaultHealth(), roleHealth()])
      const replica = database.replica?.status()
      const states = listeners()
      const degraded = [...vault.reasons, ...role.reasons, ...replicaReasons(replica), ...listenerReasons(states)]
      const ready = stored.ready && !draining
      return {
        status: !ready ? 'unready' : degraded.length === 0 ? 'ok' : 'degraded',
        ready,
        version,
        reasons: [...(draining ? ['stopping'] : stored.reasons), ...degraded],
        database: {
          answers: stored.pendingMigrations !== null,
          pendingMigrations: stored.pendingMigrations,
          role: role.state,
        },
        vault: vault.state,
        ...(replica === undefined ? {} : { readReplica: { state: replica.state, lagMs: replica.lagMs } }),
        listeners: states,
        uptimeSeconds: Math.floor((Date.now() - startedAt) / 1000),
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

/** Finds a role that was changed since the start: by itself the service would go on with it. */
async function checkRole(database: HealthDeps['database']): Promise<RoleHealth> {
  const reasons = await resultOrNull(database.checkRuntimeRole())
  if (reasons === null) return { state: 'unknown', reasons: [] }
  return { state: reasons.length === 0 ? 'ok' : 'at_fault', reasons }
}

function listenerReasons(states: Readonly<Record<string, ListenerState>>): readonly string[] {
  const closed = Object.entries(states).filter(([, state]) => state === 'closed')
  return closed.map(([name]) => `the ${name} listener does not listen`)
}

/** Shares a check among those who ask for it at once, and keeps its result for a second. */
function onceASecond<T>(check: () => Promise<T>): () => Promise<T> {
  let last: { readonly result: Promise<T>; readonly until: number } | null = null
  return () => {
    if (last === null || Date.now() >= last.until) last = { result: check(), until: Date.now() + 1000 }
    return last.result
  }
}

/** Returns a check's result; null when it fails or takes too long. */
function resultOrNull<T>(check: Promise<T>): Promise<T | null> {
  return raceAgainst(checkTimeoutMs, check).catch(() => null)
}
