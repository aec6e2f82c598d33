import { DomainError } from '@orderport/domain'
import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toDomainError, toTrpcError } from './failure.ts'
import { importInputSchema } from './orders/import-schema.ts'

describe('a failure', () => {
  it('is found behind whatever error tRPC wrapped around it', () => {
    const failure = new DomainError('RATE_LIMITED', { retryAfterSeconds: 2 })
    expect(toDomainError(failure)).toBe(failure)
    expect(toDomainError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: failure }))).toBe(failure)
    expect(toTrpcError(failure)).toMatchObject({ code: 'TOO_MANY_REQUESTS', cause: failure })
  })

  it('is INTERNAL for any other error, and lets no inner text out', () => {
    for (const thrown of [new Error('password=hunter2'), 'hunter2', thrownBy(() => z.string().parse(1)), undefined]) {
      expect(toDomainError(thrown)).toMatchObject({ code: 'INTERNAL', message: 'An internal error occurred.' })
      expect(toTrpcError(thrown).message).not.toContain('hunter2')
    }
  })

  it('is INVALID_REQUEST for input that a schema refuses, but INTERNAL for output', () => {
    const cause = thrownBy(() => z.object({ limit: z.int() }).parse({ limit: 'x' }))
    expect(toDomainError(new TRPCError({ code: 'BAD_REQUEST', cause }))).toMatchObject({
      code: 'INVALID_REQUEST',
      field: 'limit',
    })
    expect(toDomainError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }))).toMatchObject({ code: 'INTERNAL' })
  })
})

it.each([
  [{}, 'ORDER_REF_MISSING'],
  [{ orderRef: ' ' }, 'ORDER_REF_MISSING'],
  [{ orderRef: 7 }, 'ORDER_REF_INVALID'],
  [{ orderRef: 'x'.repeat(2049) }, 'ORDER_REF_INVALID'],
  [{ orderRef: 'x', refresh: 1 }, 'INVALID_REQUEST'],
  [[], 'INVALID_REQUEST'],
  [null, 'INVALID_REQUEST'],
])('the import input %j is refused with %s', (input, code) => {
  const cause = thrownBy(() => importInputSchema.parse(input))
  expect(toDomainError(new TRPCError({ code: 'BAD_REQUEST', cause }))).toMatchObject({ code })
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
