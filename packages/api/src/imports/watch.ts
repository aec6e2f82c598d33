import { hasEnded } from '@orderport/domain'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import { toTrpcError } from '../failure.ts'
import { tenantProcedure } from '../trpc.ts'
import { describeImport } from './find-import.ts'
import { importIdField, importSchema } from './import-schema.ts'
import { watchImport } from './watch-import.ts'

const watchInputSchema = z
  .object({
    ...importIdField,
    lastEventId: z
      .string()
      .max(32)
      .nullish()
      .describe('The version that was seen last; the client sends it when it connects again'),
  })
  .meta({ id: 'ImportWatchInput', description: 'Which import to watch' })

/** `imports.watch`: an import as it is, and after each change until it has ended, over server-sent events. */
export const watchProcedure = tenantProcedure('orders:read')
  .meta({
    summary: 'Watches an import until it has ended',
    description:
      'Server-sent events: the import as it is, then after each change. A client that connects again with the id of ' +
      'the last event gets what changed since, and nothing twice.',
    failures: ['IMPORT_NOT_FOUND'],
    events: importSchema,
  })
  .input(watchInputSchema)
  .subscription(async function* ({ ctx: { services, tenantId }, input, signal }) {
    const ends = AbortSignal.any([services.stopping, ...(signal === undefined ? [] : [signal])])
    const watched = watchImport(services, tenantId, { id: input.id, after: versionOf(input.lastEventId), signal: ends })
    try {
      for await (const bulkImport of watched) {
        const described = await describeImport(services, tenantId, bulkImport)
        yield tracked(String(bulkImport.version), importSchema.parse(described))
        if (hasEnded(bulkImport.state)) return
      }
    } catch (error) {
      throw toTrpcError(error)
    }
    if (services.stopping.aborted) throw connectAgain()
  })

/** tRPC ends the stream of a subscription that throws this without saying that it is over: its client connects again. */
function connectAgain(): DOMException {
  return new DOMException('The process stops.', 'AbortError')
}

/** An id that no event of ours had counts as none. */
function versionOf(lastEventId: string | null | undefined): number {
  const version = Number(lastEventId ?? '')
  return Number.isSafeInteger(version) && version > 0 ? version : 0
}
