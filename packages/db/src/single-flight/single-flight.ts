import { setTimeout as sleep } from 'node:timers/promises'
import {
  DomainError,
  type Deadline,
  type ImportKey,
  type ImportResult,
  type ImportSingleFlight,
  type ImportStart,
  type StoredConnection,
} from '@orderport/domain'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import { parseConnection, readConnection } from '../channel-connections/stored-connection.ts'
import { findOrder } from '../orders/find-order.ts'
import { parseVersionedOrder, readVersionedOrder, type VersionedOrder } from '../orders/save-order.ts'
import { refuseUnstorableKey } from '../columns/storable.ts'
import type { ImportOutcome } from './lease-row.ts'
import { createLeases, parseTaken, takeLease, type HeldLease, type Leases } from './lease.ts'
import { createOrderWriter, LeaseLostError } from './order-writer.ts'

export interface SingleFlightOptions {
  readonly withTenant: WithTenant
  /** Milliseconds after which a lease that was not renewed may be taken over; it is renewed every third of them. */
  readonly leaseMs: number
  /** Returns numbers in [0, 1). */
  readonly random: () => number
  /** Called when a lease can't be renewed or released; the import continues. */
  readonly onError: (error: unknown) => void
}

/** One import at a time over all replicas, of which this process runs some. */
export interface SharedSingleFlight extends ImportSingleFlight {
  leaseUse(): LeaseUse
  /** Resolves when every import that this process runs now has ended; a caller that hung up does not end its import. */
  drained(): Promise<void>
}

/** The leases of this process. */
export interface LeaseUse {
  /** Those of the imports that run now. */
  readonly held: number
  /** Those that another process took over since the start, before the import that held them had ended. */
  readonly lost: number
}

interface Run extends SingleFlightOptions {
  readonly leases: Leases
  /** Counts for `leaseUse`. */
  readonly leaseUse: { held: number; lost: number }
  readonly key: ImportKey
  readonly deadline: Deadline
  readonly runImport: (start: ImportStart) => Promise<ImportResult>
}

/**
 * Single flight over all replicas. Callers in this process share one promise, and at most one of them holds or
 * watches the lease in the database. Nothing is locked and no connection is held while an import runs.
 */
export function createImportSingleFlight(options: SingleFlightOptions): SharedSingleFlight {
  const leases = createLeases(options.withTenant, options.leaseMs)
  const running = new Map<string, Promise<ImportResult>>()
  const leaseUse = { held: 0, lost: 0 }
  return {
    leaseUse: () => ({ ...leaseUse }),
    async drained() {
      await Promise.allSettled(running.values())
    },
    async run(key, deadline, runImport) {
      refuseUnstorableKey(key)
      // A refresh does not join a plain import here: that one may find the order stored and ask nobody.
      const name = JSON.stringify([key.tenantId, key.channel, key.externalOrderId, key.refresh])
      const current = running.get(name)
      if (current !== undefined) return current
      const result = runOrWait({ ...options, leases, leaseUse, key, deadline, runImport }).finally(() =>
        running.delete(name),
      )
      running.set(name, result)
      return result
    },
  }
}

async function runOrWait(run: Run): Promise<ImportResult> {
  for (;;) {
    const begun = await begin(run)
    const result =
      begun === null ? await awaitHolder(run) : await runCounted(run, begun).finally(() => sweep(run, begun))
    if (result !== null) return result
  }
}

/** Runs the import, and counts its lease. */
async function runCounted(run: Run, begun: BegunImport): Promise<ImportResult | null> {
  const { leaseUse } = run
  leaseUse.held += 1
  try {
    const result = await runAsHolder(run, begun)
    if (result === null) leaseUse.lost += 1
    return result
  } finally {
    leaseUse.held -= 1
  }
}

/**
 * One import of this many sweeps the tenant's old leases. Nobody waits for it: what it leaves, a later one sweeps. A
 * prime, because a lease that is taken again draws two tokens.
 */
const importsToSweep = 17n

function sweep({ leases, onError }: Run, { lease: { key, token } }: BegunImport): void {
  if (token % importsToSweep === 0n) leases.sweep(key.tenantId).catch(onError)
}

interface BegunImport {
  readonly lease: HeldLease
  readonly stored: VersionedOrder | null
  readonly connection: StoredConnection | null
}

/**
 * Takes the lease, then reads what the import starts from, in one round trip. Returns null when another import holds
 * the lease. The order is read by a statement of its own: the one that waited for the lease can't see what the import
 * before it stored.
 */
async function begin({ withTenant, leaseMs, key }: Run): Promise<BegunImport | null> {
  const [taken, orders, connections] = await withTenant(key.tenantId).queryTogether([
    takeLease(key, leaseMs),
    readVersionedOrder(key),
    readConnection(key),
  ])
  const token = parseTaken(taken ?? [])
  if (token === null) return null
  return {
    lease: { key, token },
    stored: orders?.[0] === undefined ? null : parseVersionedOrder(key.tenantId, orders[0]),
    connection: connections?.[0] === undefined ? null : parseConnection(connections[0]),
  }
}

/** Runs the import. Returns null when the lease was lost meanwhile: nothing was written, and the outcome is void. */
async function runAsHolder(run: Run, { lease, stored, connection }: BegunImport): Promise<ImportResult | null> {
  const { withTenant, leases, leaseMs, runImport, onError } = run
  const writer = createOrderWriter(withTenant, lease, stored)
  const renewal = setInterval(() => void leases.renew(lease).catch(onError), leaseMs / 3)
  const [ended] = await Promise.allSettled([runImport({ stored: stored?.order ?? null, connection, writer })])
  clearInterval(renewal)
  if (ended.status === 'fulfilled' && writer.hasReleased) return ended.value
  if (ended.status === 'rejected' && ended.reason instanceof LeaseLostError) return null
  const outcome = ended.status === 'fulfilled' ? { source: ended.value.source } : failureOutcome(ended.reason)
  const wasHeld = await leases.release(lease, outcome).catch((error: unknown) => {
    onError(error)
    return true
  })
  if (!wasHeld) return null
  if (ended.status === 'rejected') throw ended.reason
  return ended.value
}

function failureOutcome(reason: unknown): ImportOutcome {
  if (!DomainError.is(reason)) return { failure: 'INTERNAL', retryAfterSeconds: null }
  return { failure: reason.code, retryAfterSeconds: reason.retryAfterSeconds ?? null }
}

/**
 * Waits until the import that holds the lease ends, or one that began since. Returns null when there is no result to
 * share: the holder died, or answered from the cache, which must not answer a refresh.
 */
async function awaitHolder(run: Run): Promise<ImportResult | null> {
  for (let looks = 0; ; looks += 1) {
    await pause(lookAgainMs(looks) * (0.5 + run.random() / 2), run.deadline)
    const lease = await run.leases.look(run.key)
    switch (lease.state) {
      case 'held':
        continue
      case 'free':
        return null
      case 'ended':
        return resultOfHolder(run, lease.outcome)
    }
  }
}

async function resultOfHolder({ withTenant, key }: Run, outcome: ImportOutcome): Promise<ImportResult | null> {
  if ('failure' in outcome) {
    const { failure, retryAfterSeconds } = outcome
    throw new DomainError(failure, {
      detail: 'The import of the same order in another process failed.',
      ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
    })
  }
  if (outcome.source === 'cache') return null
  const order = await findOrder(withTenant(key.tenantId), key.tenantId, key)
  if (order === null) throw new DomainError('INTERNAL', { detail: 'The imported order is gone.' })
  return { order, source: outcome.source }
}

/** 25, 50, 100, then every 200 milliseconds. */
function lookAgainMs(looks: number): number {
  return Math.min(25 * 2 ** looks, 200)
}

async function pause(ms: number, { signal }: Deadline): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch (error) {
    throw new DomainError('UPSTREAM_TIMEOUT', { detail: 'Another process is importing the order.', cause: error })
  }
}
