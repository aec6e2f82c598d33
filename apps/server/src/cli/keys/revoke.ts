import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { keyIdInput, tenantInput } from '../inputs.ts'

export const revokeKey = defineCommand({
  usage: 'revoke <tenant> <keyId>',
  summary: 'Revoke an API key by the id that keys list shows; running services refuse it within 30 seconds',
  examples: ['keys revoke boutique-lyon k3v9x0q2m7ab'],
  input: z.object({ tenant: tenantInput, keyId: keyIdInput }),
  async run({ tenant, keyId }, { administration }) {
    const change = await administration.keys.revoke(tenant, keyId)
    const how = change === 'unchanged' ? 'was revoked before' : 'is revoked'
    return { json: { tenantId: tenant, id: keyId, change }, note: `The key ${keyId} of ${tenant} ${how}.` }
  },
})
