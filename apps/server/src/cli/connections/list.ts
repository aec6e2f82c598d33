import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { tenantInput } from '../inputs.ts'

export const listConnections = defineCommand({
  usage: 'list',
  summary: 'List the marketplace connections of every tenant or of one: status, selling account, last failure',
  options: [['--tenant <tenant>', 'only this tenant’s']],
  examples: ['connections list', 'connections list --tenant boutique-lyon --json'],
  input: z.object({ tenant: tenantInput.optional() }),
  async run({ tenant }, { administration }) {
    const connections = await administration.connections.list(tenant ?? null)
    return {
      json: connections,
      text: {
        headers: ['tenant', 'channel', 'status', 'selling account', 'region', 'marketplace', 'last error', 'since'],
        rows: connections.map((connection) => [
          connection.tenantId,
          connection.channel,
          connection.status,
          connection.sellingAccount,
          connection.region,
          connection.marketplace,
          connection.lastError,
          connection.lastErrorAt,
        ]),
      },
    }
  },
})
