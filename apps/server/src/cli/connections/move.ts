import { AdministrationError } from '@orderport/db'
import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { channelInput, tenantInput } from '../inputs.ts'
import { UsageError } from '../explain-failure.ts'

export const moveConnection = defineCommand({
  usage: 'move',
  summary: 'Move a selling account to another tenant: the old connection is disabled, the new one pending; orders stay',
  options: [
    ['--from <tenant>', 'the tenant that has the account'],
    ['--to <tenant>', 'the tenant that gets it, and has none yet'],
    ['--channel <channel>', 'amazon by default'],
    ['--yes', 'do not ask'],
  ],
  examples: [
    'connections move --from boutique-lyon --to boutique-paris',
    'connections move --from a --to b --yes --json',
  ],
  input: z.object({ from: tenantInput, to: tenantInput, channel: channelInput, yes: z.boolean().default(false) }),
  async run({ from, to, channel, yes }, { administration, confirm }) {
    if (from === to) throw new UsageError(['--from and --to must be different tenants'])
    const question = `Move the ${channel} selling account of ${from} to ${to}? ${from} imports nothing from then on.`
    if (!yes && !(await confirm(question))) throw new AdministrationError('refused', 'Nothing was moved.')
    const account = await administration.connections.move({ from, to, channel })
    return {
      json: { from, to, channel, ...account, change: 'moved' },
      note:
        `The selling account ${account.sellingAccount ?? ''} is ${to}’s: the next import proves it. ` +
        `${from}’s connection to ${channel} is disabled.`,
    }
  },
})
