import { z } from 'zod'
import { actorFromEmail } from '../../authentication/actor.ts'
import { defineCommand } from '../define-command.ts'
import { emailInput, tenantInput } from '../inputs.ts'

export const removeMember = defineCommand({
  usage: 'remove <tenant> <email>',
  summary: 'Remove a person from a tenant; running services refuse them within ten seconds',
  examples: ['members remove boutique-lyon camille@example.org'],
  input: z.object({ tenant: tenantInput, email: emailInput }),
  async run({ tenant, email }, { administration }) {
    const actor = actorFromEmail(email)
    await administration.members.remove({ tenantId: tenant, email, actor })
    return {
      json: { tenantId: tenant, email, actor, change: 'removed' },
      note: `${actor} is no member of ${tenant} any more.`,
    }
  },
})
