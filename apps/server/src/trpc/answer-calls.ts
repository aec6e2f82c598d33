import { appRouter, toDomainError } from '@orderport/api'
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, type TRPCError } from '@trpc/server'
import { getHTTPStatusCode } from '@trpc/server/http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { reportFailure, retryAfterSeconds } from '../http/failure.ts'
import { procedureContext, type ProcedureDeps } from '../http/procedure-context.ts'
import type { PlainCalls } from './plain-calls.ts'

const {
  _def: { _config: config },
} = appRouter

/**
 * Answers plain calls as tRPC's handler does, without making a fetch Request and Response of them, which costs as much
 * as the call itself. Returns the body; status and headers are set.
 */
export async function answerCalls(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, isBatch, calls }: PlainCalls,
  deps: ProcedureDeps,
): Promise<string> {
  const ctx = procedureContext(request, deps)
  const errors: TRPCError[] = []
  const answers = await Promise.all(
    calls.map(async ({ path, input }, batchIndex) => {
      try {
        const getRawInput = () => Promise.resolve(input)
        const call = { router: appRouter, path, type, ctx, getRawInput, batchIndex, signal: undefined }
        return { result: { data: await callTRPCProcedure(call) } }
      } catch (thrown) {
        const error = getTRPCErrorFromUnknown(thrown)
        reportFailure(request, toDomainError(error))
        errors.push(error)
        return { error: getTRPCErrorShape({ config, error, type, path, input, ctx }) }
      }
    }),
  )
  const vary = varyAlso(reply, 'trpc-accept, accept')
  void reply.code(getHTTPStatusCode(answers)).headers({ vary, ...answerHeaders(errors) })
  return JSON.stringify(isBatch ? answers : answers[0])
}

/** Returns a value for Vary that keeps what is set already: without `Origin`, caches mix up the answers of origins. */
export function varyAlso(reply: FastifyReply, names: string): string {
  return [reply.getHeader('vary') ?? [], names].flat().join(', ')
}

/** Returns the headers of an answer in which these calls failed. */
export function answerHeaders(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.map((error) => retryAfterSeconds(toDomainError(error))).filter((wait) => wait !== null)
  return {
    'content-type': 'application/json; charset=utf-8',
    ...(waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) }),
  }
}
