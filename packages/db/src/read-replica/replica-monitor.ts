import type { ServerPosition } from './replica-position.ts'

/**
 * `checking`: not asked yet. `in_use`: reads go there. `lagging`: behind by more than the limit, or the primary can't
 * be asked how far it is. `away`: no answer. `unfit`: not a replica of our primary, or a role that must not be used.
 */
export type ReplicaState = 'checking' | 'in_use' | 'lagging' | 'away' | 'unfit'

export interface ReplicaStatus {
  readonly state: ReplicaState
  /** How old what it shows may be, in milliseconds; null while that is unknown. */
  readonly lagMs: number | null
  /** Why it is not used, in English; null while it is. */
  readonly reason: string | null
}

export interface ReplicaMonitor {
  status(): ReplicaStatus
  /** Everything that the primary committed before this moment is on the replica; null while it must not be used. */
  completeUntil(): number | null
  /** Leaves the replica out until the next check that finds it in order. */
  reportFailure(): void
  check(): Promise<void>
}

export interface ReplicaMonitorDeps {
  /** Reads the primary's position, within a deadline. */
  readonly primary: () => Promise<ServerPosition>
  /** Reads the replica's position, within a deadline. */
  readonly replica: () => Promise<ServerPosition>
  /** Returns what is wrong with the replica's role, one line for each fault. */
  readonly checkRole: () => Promise<readonly string[]>
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  /** Called for the log when the state changes. */
  readonly onChange: (status: ReplicaStatus) => void
}

/** A position of the primary, and a moment at which it was no further. */
interface Sample {
  readonly at: number
  readonly position: bigint
}

const samplesKept = 120

/**
 * Knows how far the replica is behind. Each check notes the primary's position and asks for the replica's. The lag is
 * the age of the newest noted position that the replica has replayed: an upper bound, which needs no clock but ours,
 * and which an idle primary doesn't raise, as the time of the last replayed transaction would.
 */
export function createReplicaMonitor(
  { primary, replica, checkRole, clock, onChange }: ReplicaMonitorDeps,
  maxLagMs: number,
): ReplicaMonitor {
  let samples: readonly Sample[] = []
  let replayed: Sample | null = null
  let isRoleChecked = false
  let found: Pick<ReplicaStatus, 'state' | 'reason'> = { state: 'checking', reason: 'it has not been checked yet' }
  let told: ReplicaState = 'checking'

  function status(): ReplicaStatus {
    const lagMs = replayed === null ? null : Math.max(0, Math.round(clock() - replayed.at))
    if (found.state !== 'in_use') return { ...found, lagMs }
    if (lagMs !== null && lagMs <= maxLagMs) return { state: 'in_use', lagMs, reason: null }
    return { state: 'lagging', lagMs, reason: `it may be more than ${maxLagMs} ms behind the primary` }
  }

  /** Tells the log once for each change. */
  function settle(state: ReplicaState, reason: string | null): void {
    found = { state, reason }
    const now = status()
    if (now.state === told) return
    told = now.state
    onChange(now)
  }

  async function compare(): Promise<void> {
    const at = clock()
    const ahead = await primary().catch(() => null)
    const behind = await replica()
    if (!behind.isReplica) return settle('unfit', 'the server is no replica: DATABASE_READ_URL must lead to one')
    if (ahead !== null) {
      if (ahead.identity !== behind.identity) return settle('unfit', 'it is a replica of another database')
      samples = [...samples, { at, position: ahead.position }].slice(-samplesKept)
    }
    replayed = samples.findLast(({ position }) => position <= behind.position) ?? replayed
    samples = samples.filter((sample) => replayed === null || sample.at > replayed.at)
    if (!isRoleChecked) {
      const faults = await checkRole()
      if (faults.length > 0) return settle('unfit', faults.join(' '))
      isRoleChecked = true
    }
    return settle('in_use', null)
  }

  return {
    status,
    completeUntil: () => (status().state === 'in_use' && replayed !== null ? replayed.at : null),
    reportFailure: () => settle('away', 'a read from it failed'),
    check: () => compare().catch(() => settle('away', 'it does not answer')),
  }
}
