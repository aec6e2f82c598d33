import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { channelInput, tenantInput } from '../inputs.ts'

export const disableConnection = defineCommand({
  usage: 'disable <tenant>',
  summary:
    'Stop a tenant’s imports at once (NO_ACTIVE_CHANNEL), even before its first; stored orders can still be read',
  options: [['--channel <channel>', 'amazon by default']],
  examples: ['connections disable boutique-lyon'],
  input: z.object({ tenant: tenantInput, channel: channelInput }),
  async run({ tenant, channel }, { administration }) {
    const change = await administration.connections.disable({ tenantId: tenant, channel })
    const when = change === 'unchanged' ? 'disabled already' : 'disabled: it imports nothing until it is enabled'
    return { json: { tenantId: tenant, channel, change }, note: `${tenant}’s connection to ${channel} is ${when}.` }
  },
})
