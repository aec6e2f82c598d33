import { z } from 'zod'
import { compiled } from '../compiled.ts'
import { tenantProcedure } from '../trpc.ts'
import { describeImport } from './find-import.ts'
import { importSchema } from './import-schema.ts'

const greatestLimit = 100

const listInputSchema = compiled(
  z
    .object({
      limit: z.int().min(0).default(20).describe(`Imports at most; above ${greatestLimit} means ${greatestLimit}`),
      cursor: z.string().max(512).nullish().describe('nextCursor of the previous page'),
    })
    .meta({ id: 'ImportListInput', description: 'Which page of the imports' }),
)

const listOutputSchema = compiled(
  z
    .object({
      imports: z.array(importSchema).describe('Newest first'),
      nextCursor: z.string().nullable().describe('Cursor of the next page; null on the last one'),
    })
    .meta({ id: 'ImportPage', description: 'One page of imports' }),
)

/** `imports.list`: the tenant's imports of many orders, newest first. */
export const listImportsProcedure = tenantProcedure('orders:read')
  .meta({ summary: 'Lists the tenant’s imports', description: 'Newest first.', failures: [] })
  .input(listInputSchema.prefault({}))
  .output(listOutputSchema)
  .query(async ({ ctx: { services, tenantId }, input }) => {
    const page = { limit: Math.min(input.limit, greatestLimit), cursor: input.cursor ?? undefined }
    const { imports, nextCursor } = await services.imports.list(tenantId, page)
    const described = await Promise.all(imports.map((each) => describeImport(services, tenantId, each)))
    return { imports: described, nextCursor }
  })
