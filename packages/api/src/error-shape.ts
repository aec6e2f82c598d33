import { errorCatalogue, errorCodes, type DomainError } from '@orderport/domain'
import { TRPC_ERROR_CODES_BY_KEY, type TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc'
import { z } from 'zod'

const trpcCodes = Object.keys(TRPC_ERROR_CODES_BY_KEY).filter(isTrpcCode)
const rpcNumbers = [...new Set(Object.values(TRPC_ERROR_CODES_BY_KEY))]

const errorDataSchema = z
  .object({
    code: z
      .enum(trpcCodes)
      .meta({ id: 'TrpcErrorCode', description: 'tRPC’s own name for a kind of failure' })
      .describe('tRPC’s own code, coarser than appCode'),
    httpStatus: z.int().describe('HTTP status of this failure when it is answered alone; a batch of calls answers 207'),
    path: z.string().optional().describe('The procedure that failed; absent when none was reached'),
    appCode: z
      .enum(errorCodes)
      .meta({ id: 'ErrorCode', description: 'What failed: every code of Orderport’s error catalogue' })
      .describe('What failed'),
    sentence: z.string().describe('What failed, in French, for a support agent; REST calls it error'),
    retryable: z.boolean().describe('Whether the same call may succeed later without anybody changing anything'),
    requestId: z.string().nullable().describe('The request’s x-request-id, to find it in the service’s log'),
  })
  .meta({ id: 'OrderportErrorData', description: 'Details of a failed call, for a program' })

/** A failed call as tRPC answers it; nothing else leaves. */
export const errorShapeSchema = z
  .object({
    message: z.string().describe('What failed, in English, for a developer; programs read data'),
    code: z
      .literal(rpcNumbers)
      .meta({ id: 'RpcErrorNumber', description: 'JSON-RPC’s number for a kind of failure' })
      .describe('JSON-RPC’s number of data.code'),
    data: errorDataSchema.describe('What failed, for a program'),
  })
  .meta({ id: 'OrderportErrorShape', description: 'A failed call' })

export type ErrorShape = z.infer<typeof errorShapeSchema>

/** Returns what a program is told about a failure, except for the procedure's path. */
export function errorDataOf(
  { code, sentence }: DomainError,
  requestId: string | null,
): z.infer<typeof errorDataSchema> {
  const { trpcCode, status, retryable } = errorCatalogue[code]
  return { code: trpcCode, httpStatus: status, appCode: code, sentence, retryable, requestId }
}

function isTrpcCode(name: string): name is TRPC_ERROR_CODE_KEY {
  return Object.hasOwn(TRPC_ERROR_CODES_BY_KEY, name)
}
