import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { channelInput, tenantInput } from '../inputs.ts'

export const enableConnection = defineCommand({
  usage: 'enable <tenant>',
  summary:
    'Enable a connection that was disabled, or that the marketplace refused (invalid_grant); the next import tries it',
  options: [['--channel <channel>', 'amazon by default']],
  examples: ['connections enable boutique-lyon'],
  input: z.object({ tenant: tenantInput, channel: channelInput }),
  async run({ tenant, channel }, { administration }) {
    const change = await administration.connections.enable({ tenantId: tenant, channel })
    const how = change === 'unchanged' ? 'was neither disabled nor refused' : 'is enabled: the next import proves it'
    return { json: { tenantId: tenant, channel, change }, note: `${tenant}’s connection to ${channel} ${how}.` }
  },
})
