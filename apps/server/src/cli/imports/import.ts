import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { channelInput, tenantInput } from '../inputs.ts'
import { followImport } from './follow-import.ts'

export const importOrders = defineCommand({
  usage: 'import <order...>',
  summary:
    'Import orders of a tenant in the background, by their references or by a text that mentions them (-: standard ' +
    'input), and watch it. Needs the environment of the service (npm run serve)',
  options: [
    ['--tenant <tenant>', 'the tenant'],
    ['--channel <channel>', 'amazon by default'],
  ],
  examples: [
    'import 171-4093870-1757126 402-1234567-7654321 --tenant boutique-lyon',
    'import - --tenant boutique-lyon < conversation.txt',
  ],
  input: z.object({
    order: z.array(z.string()).min(1, 'must be a reference, or - for standard input'),
    tenant: tenantInput,
    channel: channelInput,
  }),
  async run({ order: typed, tenant, channel }, deps) {
    const isText = typed.length === 1 && typed[0] === '-'
    const named = isText ? { text: new TextDecoder().decode(await deps.readInput('-')) } : { refs: [...typed] }
    await using opened = await deps.openImports()
    const imports = opened.of(tenant)
    const { import: begun, found, left } = await imports(({ start }) => start({ channel, ...named }))
    deps.progress.say(`${begun.id} imports ${found.length} ${found.length === 1 ? 'order' : 'orders'} of ${tenant}`)
    if (left.length > 0) deps.progress.say(`not a reference of ${channel}, and left out: ${left.length}`)
    const outcome = await followImport(imports, { id: begun.id, tenant }, deps)
    return { ...outcome, json: { tenantId: tenant, import: outcome.json, found, left } }
  },
})
