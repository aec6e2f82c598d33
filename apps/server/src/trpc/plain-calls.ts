import { appRouter } from '@orderport/api'
import type { AnyTRPCProcedure, AnyTRPCRouter, TRPCProcedureType } from '@trpc/server'
import { createURL } from '@trpc/server/adapters/node-http'
import type { FastifyRequest } from 'fastify'

/** Calls that one HTTP request may carry. */
export const maxBatchSize = 20

/** A request of the router's only route. */
export type TrpcRequest = FastifyRequest<{ Params: { path: string } }>

/** The procedure calls of one HTTP request that need nothing of tRPC's transport: JSON in, and one JSON body out. */
export interface PlainCalls {
  /** Of each call. */
  readonly type: TRPCProcedureType
  /** Whether the answer is an array. */
  readonly isBatch: boolean
  readonly calls: readonly PlainCall[]
}

interface PlainCall {
  /** A procedure of the router, such as `orders.import`. */
  readonly path: string
  /** As it came; undefined where none did. */
  readonly input: unknown
}

/**
 * Returns the calls of an ordinary request. Returns null for a request that tRPC's own handler must answer: it asks for
 * a stream, passes connection parameters, or is wrong before a procedure runs (malformed JSON, an unknown procedure,
 * the wrong method, a batch too long). Throws tRPC's error for a malformed URL or host.
 */
export function plainCallsOf({ method, headers, params, body, raw }: TrpcRequest): PlainCalls | null {
  if (headers['trpc-accept'] !== undefined || headers.accept?.includes('jsonl')) return null
  const type = method === 'GET' ? 'query' : 'mutation'
  const mediaType = headers['content-type'] ?? (type === 'query' ? 'application/json' : '')
  if (!/^application\/json *(?:;|$)/i.test(mediaType)) return null
  const { searchParams } = createURL(raw)
  if (searchParams.has('connectionParams')) return null

  const isBatch = searchParams.get('batch') === '1'
  const paths = isBatch ? params.path.split(',') : [params.path]
  if (paths.length > maxBatchSize || !paths.every((path) => procedureTypes.get(path) === type)) return null
  const read = readObject(type === 'query' ? (searchParams.get('input') ?? '') : body)
  if (read === null) return null
  return {
    type,
    isBatch,
    calls: paths.map((path, index) => ({ path, input: isBatch ? read.input?.[index] : read.input })),
  }
}

const procedureTypes = typesByPath(appRouter)

/** TypeScript sees the router nested; at run time it has its procedures by path. */
function typesByPath({ _def: router }: AnyTRPCRouter): ReadonlyMap<string, TRPCProcedureType> {
  const procedures = Object.entries<AnyTRPCProcedure>(router.procedures)
  return new Map(procedures.map(([path, { _def: procedure }]) => [path, procedure.type]))
}

/** Returns null for text that isn't a JSON object, such as one after a byte order mark, which tRPC's handler drops. */
function readObject(text: unknown): { readonly input: Readonly<Record<string, unknown>> | undefined } | null {
  if (text === '') return { input: undefined }
  if (typeof text !== 'string' || !text.startsWith('{')) return null
  try {
    return { input: JSON.parse(text) }
  } catch {
    return null
  }
}
