import { DomainError, raceAgainst } from '@orderport/domain'
import { createPool, type PoolOptions } from '../tenant-database/pool.ts'

/** What a server says of itself when it is asked for its position in the write-ahead log. */
export interface ServerPosition {
  /** The same for a primary and its physical replicas, and for no other database. */
  readonly identity: string
  readonly isReplica: boolean
  /** A primary's last written byte of the write-ahead log, or a replica's last replayed one. */
  readonly position: bigint
}

/** Reads a server's position over a connection of its own, which busy readers can't take. */
export interface PositionReader {
  /** Throws when the server gives no answer within `limitMs`. */
  read(limitMs: number): Promise<ServerPosition>
  close(): Promise<void>
}

interface PositionRow {
  readonly identity: string
  readonly replica: boolean
  readonly position: string | null
}

const positionSql = `
  SELECT concat_ws(' ', (SELECT system_identifier FROM pg_control_system()), current_database()) AS identity,
    pg_is_in_recovery() AS replica,
    (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0')::text AS position`

/** Creates a reader. It connects when first used. */
export function createPositionReader(options: Omit<PoolOptions, 'poolSize'>): PositionReader {
  const pool = createPool({ ...options, poolSize: 1 })
  return {
    read: (limitMs) => raceAgainst(limitMs, readPosition(pool)),
    close: () => pool.end(),
  }
}

async function readPosition(pool: ReturnType<typeof createPool>): Promise<ServerPosition> {
  const { rows } = await pool.query<PositionRow>(positionSql)
  const position = rows[0]?.position ?? null
  if (rows[0] === undefined || position === null) {
    throw new DomainError('DATABASE_UNAVAILABLE', { detail: 'The server does not tell its position.' })
  }
  return { identity: rows[0].identity, isReplica: rows[0].replica, position: BigInt(position) }
}
