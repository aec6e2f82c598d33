import { defineCommand } from '../define-command.ts'
import { oneImportInput, tenantOf, tenantOption } from './find-tenant.ts'

export const cancelImport = defineCommand({
  usage: 'cancel <import>',
  summary: 'Stop an import; what it has stored stays. Needs the environment of the service',
  options: [tenantOption],
  examples: ['imports cancel imp-mlanrh0t-9kjknx'],
  input: oneImportInput,
  async run(named, deps) {
    await using opened = await deps.openImports()
    const tenant = await tenantOf(opened, named, deps)
    const { id, state, done, ...rest } = await opened.of(tenant)(({ cancel }) => cancel({ id: named.import }))
    const imported = `${done} ${done === 1 ? 'order' : 'orders'} imported`
    const note =
      state === 'cancelled' ? `${id} is cancelled: ${imported}` : `${id} had ended before (${state}): ${imported}`
    return { json: { tenantId: tenant, id, state, done, ...rest }, note }
  },
})
