import { defineCommand } from '../define-command.ts'
import { oneImportInput, tenantOf, tenantOption } from './find-tenant.ts'
import { followImport } from './follow-import.ts'

export const watchImport = defineCommand({
  usage: 'watch <import>',
  summary: 'Watch an import until it has ended; Ctrl-C leaves it running. Needs the environment of the service',
  options: [tenantOption],
  examples: ['imports watch imp-mlanrh0t-9kjknx', 'imports watch imp-mlanrh0t-9kjknx --tenant boutique-lyon --json'],
  input: oneImportInput,
  async run(named, deps) {
    await using opened = await deps.openImports()
    const tenant = await tenantOf(opened, named, deps)
    return await followImport(opened.of(tenant), { id: named.import, tenant }, deps)
  },
})
