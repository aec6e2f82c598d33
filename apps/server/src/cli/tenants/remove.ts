import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { tenantInput } from '../inputs.ts'

export const removeTenant = defineCommand({
  usage: 'remove <tenant>',
  summary: 'Remove a tenant without members, valid keys or orders, with its connections; its audit stays',
  examples: ['tenants remove boutique-lyon'],
  input: z.object({ tenant: tenantInput }),
  async run({ tenant }, { administration }) {
    await administration.tenants.remove(tenant)
    return { json: { tenantId: tenant, change: 'removed' }, note: `The tenant ${tenant} is removed.` }
  },
})
