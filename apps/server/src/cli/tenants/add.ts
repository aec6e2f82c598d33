import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { nameInput, tenantInput } from '../inputs.ts'

const notes = { added: 'added', renamed: 'there already; it has the new name', unchanged: 'there already' } as const

export const addTenant = defineCommand({
  usage: 'add <tenant>',
  summary: 'Add a tenant, or rename one',
  options: [['--name <name>', 'its name for people']],
  examples: ['tenants add boutique-lyon --name "Boutique Lyon"'],
  input: z.object({ tenant: tenantInput, name: nameInput.optional() }),
  async run({ tenant, name }, { administration }) {
    const change = await administration.tenants.add(tenant, name ?? null)
    return { json: { tenantId: tenant, change }, note: `The tenant ${tenant} is ${notes[change]}.` }
  },
})
