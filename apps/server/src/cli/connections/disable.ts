import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { channelInput, tenantInput } from '../inputs.ts'

export const disableConnection = defineCommand({
  usage: 'disable <tenant>',
  summary: 'Stop a tenant’s imports at once (NO_ACTIVE_CHANNEL), also before its first; reading what is stored goes on',
  options: [['--channel <channel>', 'amazon (when left out)']],
  examples: ['connections disable boutique-lyon'],
  input: z.object({ tenant: tenantInput, channel: channelInput }),
  async run({ tenant, channel }, { administration }) {
    const change = await administration.connections.disable({ tenantId: tenant, channel })
    const when = change === 'unchanged' ? 'disabled already' : 'disabled: it imports nothing until it is enabled'
    return { json: { tenantId: tenant, channel, change }, note: `${tenant}’s connection to ${channel} is ${when}.` }
  },
})
