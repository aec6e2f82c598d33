import { defineCommand } from '../define-command.ts'
import { oneImportInput, tenantOf, tenantOption } from './find-tenant.ts'

export const retryImport = defineCommand({
  usage: 'retry <import>',
  summary:
    'Try the failed orders of an import, or the rest of one that stopped, again. Needs the environment of the service',
  options: [tenantOption],
  examples: ['imports retry imp-mlanrh0t-9kjknx'],
  input: oneImportInput,
  async run(named, deps) {
    await using opened = await deps.openImports()
    const tenant = await tenantOf(opened, named, deps)
    const found = await opened.of(tenant)(({ retryFailed }) => retryFailed({ id: named.import }))
    const { id, state, finishedAt } = found
    const note =
      finishedAt === null
        ? `${id} goes on; watch it: npm run orderport -- imports watch ${id} --tenant ${tenant}`
        : `${id} stays ${state}: nothing in it failed`
    return { json: { tenantId: tenant, ...found }, note }
  },
})
