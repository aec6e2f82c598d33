import { z } from 'zod'
import { actorFromEmail } from '../../authentication/actor.ts'
import { defineCommand } from '../define-command.ts'
import { tenantInput } from '../inputs.ts'

export const listMembers = defineCommand({
  usage: 'list',
  summary: 'List the members of every tenant or of one, and the name that each has in the audit',
  options: [['--tenant <tenant>', 'only this tenant’s']],
  examples: ['members list', 'members list --tenant boutique-lyon --json'],
  input: z.object({ tenant: tenantInput.optional() }),
  async run({ tenant }, { administration }) {
    const stored = await administration.members.list(tenant ?? null)
    const members = stored.map(({ tenantId, email, role, createdAt }) => ({
      tenantId,
      email,
      role,
      actor: actorFromEmail(email),
      createdAt,
    }))
    return {
      json: members,
      text: {
        headers: ['tenant', 'e-mail', 'role', 'actor', 'created'],
        rows: members.map(({ tenantId, email, role, actor, createdAt }) => [tenantId, email, role, actor, createdAt]),
      },
    }
  },
})
