import { DomainError } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { isDatabaseAway, refusalReason, sqlState, withDatabase } from './database-error.ts'

function coded(code: string, message = 'x'): Error {
  return Object.assign(new Error(message), { code })
}

/** An error of the driver adapter as Prisma wraps it. */
function prismaError(code: string, cause: Record<string, unknown>): Error {
  const meta = { driverAdapterError: { name: 'DriverAdapterError', cause } }
  return Object.assign(new Error('Raw query failed'), { code, meta })
}

describe('Postgres is away', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'P1001',
    'P1017',
    'P2024',
    'P2028',
    '57P01',
    '57014',
    '53300',
    '08006',
    '25006',
    '42P01',
    '42703',
    '42501',
    '26000',
    '42P05',
  ])('with the code %s', (code) => {
    expect(isDatabaseAway(coded(code))).toBe(true)
    expect(isDatabaseAway(new Error('wrapped', { cause: coded(code) }))).toBe(true)
  })

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
  ])('with the text %j', (message) => {
    expect(isDatabaseAway(new Error(message))).toBe(true)
  })

  it.each([
    { originalCode: '57P01', kind: 'postgres' },
    { kind: 'DatabaseNotReachable' },
    { kind: 'TooManyConnections' },
    { kind: 'ConnectionClosed' },
  ])('with %j inside an error of Prisma', (cause) => {
    expect(isDatabaseAway(prismaError('P2010', cause))).toBe(true)
  })

  it('and the error becomes DATABASE_UNAVAILABLE with a retry time', async () => {
    const cause = coded('ECONNREFUSED')
    const failure = withDatabase(() => Promise.reject(cause))
    await expect(failure).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryAfterSeconds: 2, cause })
  })
})

describe('a pooler that the URL does not name', () => {
  it.each([
    ['08P01', 'unsupported startup parameter: statement_timeout'],
    ['26000', 'prepared statement "orders_get" does not exist'],
    ['42P05', 'prepared statement "orders_get" already exists'],
  ])('is told from %s, %s: the log and readiness say what to add', async (code, message) => {
    const error = coded(code, message)
    const told = expect.stringContaining('add ?pgbouncer=true to the URL')
    expect(refusalReason(new Error('wrapped', { cause: error }))).toEqual(told)
    const failure = withDatabase(() => Promise.reject(error))
    await expect(failure).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', detail: told })
  })

  it('is not the reason when a pooler is only busy', async () => {
    const error = coded('08P01', 'query_wait_timeout')
    expect(refusalReason(error)).toBeNull()
    await expect(withDatabase(() => Promise.reject(error))).rejects.toMatchObject({ detail: undefined })
  })
})

describe('Postgres is there', () => {
  it.each([
    coded('23505'),
    coded('42601'),
    coded('22P02'),
    coded('P2002'),
    new Error('x'),
    new DomainError('ORDER_NOT_FOUND'),
    'a text',
    null,
    undefined,
  ])('and %s passes through as it is', async (fault) => {
    expect(isDatabaseAway(fault)).toBe(false)
    await expect(withDatabase(() => Promise.reject(fault))).rejects.toBe(fault)
  })

  it('and an error that is its own cause ends the search', () => {
    const error = new Error('round')
    error.cause = error
    expect(isDatabaseAway(error)).toBe(false)
  })
})

it('the SQLSTATE is found in errors of pg and of Prisma', () => {
  expect(sqlState(coded('22008'))).toBe('22008')
  expect(sqlState(prismaError('P2010', { originalCode: '40001', kind: 'TransactionWriteConflict' }))).toBe('40001')
  expect(sqlState(new Error('x'))).toBeNull()
})
