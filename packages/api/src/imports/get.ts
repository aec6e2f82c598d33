import { importItemStates } from '@orderport/domain'
import { z } from 'zod'
import { compiled } from '../compiled.ts'
import { tenantProcedure } from '../trpc.ts'
import { describeImport, foundImport } from './find-import.ts'
import { importIdField, importItemSchema, importSchema, importWindowSchema } from './import-schema.ts'
import { toWireItem, toWireWindow } from './to-wire-import.ts'

const greatestPage = 500

const getInputSchema = compiled(
  z
    .object({
      ...importIdField,
      itemState: z.enum(importItemStates).optional().describe('Items of this state only, such as failed'),
      limit: z.int().min(0).default(100).describe(`Items at most; above ${greatestPage} means ${greatestPage}`),
      cursor: z.string().max(512).nullish().describe('nextCursor of the previous page of items'),
    })
    .meta({ id: 'ImportGetInput', description: 'Which import, and which of its items' }),
)

const getOutputSchema = compiled(
  z
    .object({
      import: importSchema.describe('The import'),
      items: z.array(importItemSchema).describe('Its orders, by reference'),
      nextCursor: z.string().nullable().describe('Cursor of the next page of items; null on the last one'),
      windows: z.array(importWindowSchema).describe('The ledger of a backfill, newest window first'),
    })
    .meta({ id: 'ImportDetail', description: 'An import, its orders, and a backfill’s ledger' }),
)

/** `imports.get`: an import, its items, and a backfill's ledger. */
export const getImportProcedure = tenantProcedure('orders:read')
  .meta({
    summary: 'Reads an import, its orders and a backfill’s ledger',
    description: 'The windows of a backfill touch each other: what no window covers has not been listed.',
    failures: ['IMPORT_NOT_FOUND'],
  })
  .input(getInputSchema)
  .output(getOutputSchema)
  .query(async ({ ctx: { services, tenantId }, input }) => {
    const bulkImport = foundImport(await services.imports.get(tenantId, input.id))
    const page = {
      state: input.itemState,
      limit: Math.min(input.limit, greatestPage),
      cursor: input.cursor ?? undefined,
    }
    const { items, nextCursor } = await services.imports.items(tenantId, input.id, page)
    const windows = bulkImport.kind === 'backfill' ? await services.imports.windows(tenantId, input.id) : []
    return {
      import: await describeImport(services, tenantId, bulkImport, windows),
      items: items.map(toWireItem),
      nextCursor,
      windows: windows.map(toWireWindow),
    }
  })
