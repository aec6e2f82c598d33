import { tenantIdSchema } from '@orderport/domain'
import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { limitInput, tenantInput } from '../inputs.ts'
import { localMoment, type WireImport } from './describe-import.ts'

const greatestPage = 100

export const listImports = defineCommand({
  usage: 'list',
  summary: 'List the imports of a tenant or of all, newest first. Needs the environment of the service',
  isDefault: true,
  options: [
    ['--tenant <tenant>', 'the tenant; by default all of them'],
    ['--limit <count>', 'how many of each tenant at most, 1 to 100; 20 by default'],
  ],
  examples: ['imports list --tenant boutique-lyon', 'imports list --json'],
  input: z.object({
    tenant: tenantInput.optional(),
    limit: limitInput.max(greatestPage, 'must be 1 to 100').default(20),
  }),
  async run({ tenant, limit }, { administration, openImports, now }) {
    await using opened = await openImports()
    const tenants =
      tenant === undefined ? (await administration.tenants.list()).map(({ id }) => tenantIdSchema.parse(id)) : [tenant]
    const found: (WireImport & { readonly tenantId: string })[] = []
    for (const tenantId of tenants) {
      const { imports } = await opened.of(tenantId)(({ list }) => list({ limit }))
      for (const each of imports) found.push({ tenantId, ...each })
    }
    found.sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt))
    return {
      json: found,
      text: {
        headers: [
          'tenant',
          'import',
          'kind',
          'state',
          'done',
          'failed',
          'total',
          'error',
          'by',
          'since',
          'begun',
          'end',
        ],
        rows: found.map((each) => [
          each.tenantId,
          each.id,
          each.kind,
          each.state,
          each.done,
          each.failed,
          each.total,
          each.error?.code ?? null,
          each.requestedBy,
          each.since,
          localMoment(each.createdAt, now()),
          endOf(each, now()),
        ]),
      },
    }
  },
})

function endOf({ finishedAt, estimatedEnd }: WireImport, now: Date): string | null {
  if (finishedAt !== null) return localMoment(finishedAt, now)
  return estimatedEnd === null ? null : `about ${localMoment(estimatedEnd, now)}`
}
