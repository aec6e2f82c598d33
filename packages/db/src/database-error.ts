import { DomainError } from '@orderport/domain'

/** The SQLSTATEs that we handle by name. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const sqlStates = {
  uniqueViolation: '23505',
  checkViolation: '23514',
  noSuchDatabase: '3D000',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  insufficientPrivilege: '42501',
  undefinedColumn: '42703',
  undefinedTable: '42P01',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
} as const

const secondsUntilRetry = 2

/** Is told, for the log, how statements end. Its methods must not throw. */
export interface DatabaseWatcher {
  /** Postgres answered. */
  answered(): void
  /** Postgres is away: a SQLSTATE, a socket's code, or an error's name. A statement that takes too long is not told. */
  lose(cause: string): void
}

/**
 * Runs work that talks to Postgres. Throws `DATABASE_UNAVAILABLE`, to be retried after two seconds, for every way in
 * which Postgres can be away. Every other error passes through unchanged.
 */
export async function withDatabase<T>(work: () => Promise<T>, watcher?: DatabaseWatcher): Promise<T> {
  try {
    const result = await work()
    watcher?.answered()
    return result
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    if (sqlState(error) !== sqlStates.queryCanceled) watcher?.lose(causeOf(error))
    throw new DomainError('DATABASE_UNAVAILABLE', {
      retryAfterSeconds: secondsUntilRetry,
      cause: error,
      ...told(error),
    })
  }
}

/** Returns the detail for the log of an error that says more than that nobody answers. */
function told(error: unknown): { readonly detail?: string } {
  const detail = refusalReason(error)
  return detail === null ? {} : { detail }
}

/** Returns a code, or the part of a message that we know. Never the message, which may quote a value. */
function causeOf(error: unknown): string {
  const errors = [...wrapped(error)]
  const code = errors.find((candidate) => candidate.code !== '')?.code
  return code ?? errors.map(({ message }) => awayTextIn(message)).find((text) => text !== null) ?? 'unknown'
}

/**
 * True if this error, or one that it wraps, says that Postgres can't be reached, is overloaded, is not set up for us,
 * or did not answer in time.
 */
export function isDatabaseAway(error: unknown): boolean {
  return [...wrapped(error)].some(
    ({ code, message }) => awayCodes.has(code) || isAwayState(code) || awayTextIn(message) !== null,
  )
}

/** Returns the SQLSTATE of an error of `pg` or Prisma, or null. */
export function sqlState(error: unknown): string | null {
  return [...wrapped(error)].map(({ code }) => code).find((code) => sqlStateShape.test(code)) ?? null
}

/** Returns why a database that answers keeps us out, in our own words; null for every other error. */
export function refusalReason(error: unknown): string | null {
  const state = sqlState(error)
  if (state === sqlStates.insufficientPrivilege)
    return 'the database refuses our role what it needs: run npm run migrate'
  if (state === sqlStates.noSuchDatabase) return 'the database server has no such database: see DATABASE_URL'
  if (state?.startsWith('28')) return 'the database does not let our role in: see DATABASE_URL'
  return isUnnamedPooler(error) ? unnamedPooler : null
}

/** What to change where a pooler answers that the URL does not name. */
export const unnamedPooler =
  'a connection pooler such as PgBouncer answers, whose sessions keep neither settings nor prepared statements: ' +
  'add ?pgbouncer=true to the URL (DATABASE_URL, or DATABASE_READ_URL)'

/**
 * True for what a pooler answers to a client that takes it for the server: PgBouncer refuses the settings of the
 * session. One that ignores them loses prepared statements (26000), or meets another client's of the same name (42P05).
 */
function isUnnamedPooler(error: unknown): boolean {
  return [...wrapped(error)].some(
    ({ code, message }) =>
      code === '26000' || code === '42P05' || (code === '08P01' && message.includes('startup parameter')),
  )
}

/** Not every code of five characters is a SQLSTATE: EPIPE comes from a socket, P2010 from Prisma. */
const sqlStateShape = /^(?:\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/

/** Codes of sockets and of Prisma, and the kinds that Prisma's driver adapter uses instead of a code. */
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
 * SQLSTATE classes 08 (connection), 53 (out of connections, memory or disk) and 57P0 (shutting down, starting up,
 * killed), 57014 (statement timeout), and 25006: after a failover the old address is a standby, which refuses writes. A
 * database that is not ready for us counts too: not migrated yet (42P01, 42703: no such table or column), restored
 * without its grants (42501), or behind a pooler that loses prepared statements (26000, 42P05).
 */
function isAwayState(code: string): boolean {
  return /^(?:08...|53...|57P0.|57014|25006|42P01|42703|42501|26000|42P05)$/.test(code)
}

/** `pg` throws these as plain errors without a code; database-error.int.test.ts provokes them. */
function awayTextIn(message: string): string | null {
  return awayTexts.find((text) => message.includes(text)) ?? null
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

/** Yields the error and everything that it wraps: causes, and Prisma's `meta.driverAdapterError`. */
function* wrapped(error: unknown, depth = 0): Generator<Wrapped> {
  if (typeof error !== 'object' || error === null || depth > 5) return
  // pg-boss reports a copy of the error, which is no Error.
  const text = property(error, 'message')
  const message = typeof text === 'string' ? text : ''
  for (const code of [property(error, 'code'), property(error, 'originalCode'), property(error, 'kind')]) {
    yield { code: typeof code === 'string' ? code : '', message }
  }
  yield* wrapped(property(error, 'cause'), depth + 1)
  yield* wrapped(property(property(error, 'meta'), 'driverAdapterError'), depth + 1)
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
