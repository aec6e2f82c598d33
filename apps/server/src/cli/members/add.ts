import { z } from 'zod'
import { actorFromEmail } from '../../authentication/actor.ts'
import { defineCommand } from '../define-command.ts'
import { emailInput, roleInput, tenantInput } from '../inputs.ts'

const notes = { added: 'is added', changed: 'was there already and is now', unchanged: 'was there already' } as const

export const addMember = defineCommand({
  usage: 'add <tenant> <email>',
  summary: 'Add a person to a tenant, or change a member’s role',
  options: [['--role <role>', 'agent (the default) or admin']],
  examples: [
    'members add boutique-lyon camille@example.org',
    'members add boutique-lyon camille@example.org --role admin',
  ],
  input: z.object({ tenant: tenantInput, email: emailInput, role: roleInput.default('agent') }),
  async run({ tenant, email, role }, { administration }) {
    const actor = actorFromEmail(email)
    const change = await administration.members.add({ tenantId: tenant, email, actor }, role)
    return {
      json: { tenantId: tenant, email, actor, role, change },
      note: `The member of ${tenant} ${notes[change]}: ${actor}, as ${role}.`,
    }
  },
})
