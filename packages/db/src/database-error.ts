import { DomainError } from '@orderport/domain'
import { sqlStates } from './sql-states.ts'

const secondsUntilRetry = 2

/**
 * Runs work that talks to Postgres, and turns every way in which Postgres can be away into `DATABASE_UNAVAILABLE`
 * (worth a retry after two seconds). Every other error passes through as it is.
 */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isDatabaseAway(error)
      ? new DomainError('DATABASE_UNAVAILABLE', { retryAfterSeconds: secondsUntilRetry, cause: error })
      : error
  }
}

/** True if this error, or one that it wraps, says that Postgres can't be reached, is overloaded, not set up for us, or did not answer in time. */
export function isDatabaseAway(error: unknown): boolean {
  return [...wrapped(error)].some(
    ({ code, message }) => awayCodes.has(code) || isAwayState(code) || isAwayText(message),
  )
}

/** The SQLSTATE in a `pg` error or in what Prisma made of it, or null. */
export function sqlState(error: unknown): string | null {
  return [...wrapped(error)].map(({ code }) => code).find((code) => sqlStateShape.test(code)) ?? null
}

/** Why a database that answers keeps us out, in our own words; null for every other error. */
export function refusalReason(error: unknown): string | null {
  const state = sqlState(error)
  if (state === sqlStates.insufficientPrivilege)
    return 'the database refuses our role what it needs: run npm run migrate'
  if (state === sqlStates.noSuchDatabase) return 'the database server has no such database: see DATABASE_URL'
  if (state?.startsWith('28')) return 'the database does not let our role in: see DATABASE_URL'
  return null
}

/** Not every code of five characters is one: EPIPE is a socket's, P2010 is Prisma's. */
const sqlStateShape = /^(?:\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/

/** Codes of sockets, of Prisma, and the kinds that its driver adapter uses where it has no code. */
const awayCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
])

/**
 * SQLSTATE classes 08 (connection), 53 (out of connections, memory, disk) and 57P0 (shutting down, starting up, killed),
 * 57014 (statement timeout), and 25006: after a failover the old address is a standby that refuses writes.
 * A database that is there but not ready for us counts too: not migrated yet (42P01, 42703: no such table, column), or
 * restored without its grants (42501).
 */
function isAwayState(code: string): boolean {
  return /^(?:08...|53...|57P0.|57014|25006|42P01|42703|42501)$/.test(code)
}

/** `pg` gives these as plain errors without a code; database-error.int.test.ts provokes them. */
function isAwayText(message: string): boolean {
  return awayTexts.some((text) => message.includes(text))
}

const awayTexts = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'is not queryable',
  'Cannot use a pool after calling end on the pool',
] as const

interface Wrapped {
  readonly code: string
  readonly message: string
}

/** The error and everything it wraps: causes, and Prisma's `meta.driverAdapterError`. */
function* wrapped(error: unknown, depth = 0): Generator<Wrapped> {
  if (typeof error !== 'object' || error === null || depth > 5) return
  const message = error instanceof Error ? error.message : ''
  for (const code of [property(error, 'code'), property(error, 'originalCode'), property(error, 'kind')]) {
    yield { code: typeof code === 'string' ? code : '', message }
  }
  yield* wrapped(property(error, 'cause'), depth + 1)
  yield* wrapped(property(property(error, 'meta'), 'driverAdapterError'), depth + 1)
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
