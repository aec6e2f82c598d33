import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { tenantInput } from '../inputs.ts'

export const listKeys = defineCommand({
  usage: 'list',
  summary: 'List the API keys of every tenant or of one, without their secrets',
  options: [['--tenant <tenant>', 'only this tenant’s']],
  examples: ['keys list', 'keys list --tenant boutique-lyon --json'],
  input: z.object({ tenant: tenantInput.optional() }),
  async run({ tenant }, { administration }) {
    const keys = await administration.keys.list(tenant ?? null)
    return {
      json: keys,
      text: {
        headers: ['tenant', 'key', 'name', 'scopes', 'state', 'created', 'expires', 'last used'],
        rows: keys.map(({ tenantId, id, name, scopes, state, createdAt, expiresAt, lastUsedAt }) => [
          tenantId,
          id,
          name,
          scopes.join(','),
          state,
          createdAt,
          expiresAt,
          lastUsedAt,
        ]),
      },
    }
  },
})
