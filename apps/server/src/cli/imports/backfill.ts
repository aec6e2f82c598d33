import { z } from 'zod'
import { defineCommand, type CommandDeps } from '../define-command.ts'
import { UsageError } from '../explain-failure.ts'
import { channelInput, tenantInput } from '../inputs.ts'
import { parseMoment } from '../parse-moment.ts'
import { localMoment, number } from './describe-import.ts'
import { followImport } from './follow-import.ts'

export const backfillOrders = defineCommand({
  usage: 'backfill',
  summary:
    'Import all orders that a tenant’s seller got in a period, in the background, and watch it. First says how many ' +
    'they are and how long it takes, which costs one call to Amazon. Needs the environment of the service',
  options: [
    ['--tenant <tenant>', 'the tenant'],
    ['--since <when>', 'at or after an ISO date, or days or hours ago such as 90d or 12h'],
    ['--until <when>', 'before an ISO date, or days or hours ago; a few minutes ago by default'],
    ['--channel <channel>', 'amazon by default'],
    ['--yes', 'don’t ask'],
  ],
  examples: [
    'backfill --tenant boutique-lyon --since 90d',
    'backfill --tenant boutique-lyon --since 2026-01-01 --until 2026-07-01 --yes --json',
  ],
  input: z.object({
    tenant: tenantInput,
    since: z.string(),
    until: z.string().optional(),
    channel: channelInput,
    yes: z.boolean().default(false),
  }),
  async run({ tenant, channel, yes, ...typed }, deps) {
    const since = momentIn('--since', typed.since, deps)
    const period = typed.until === undefined ? { since } : { since, until: momentIn('--until', typed.until, deps) }
    await using opened = await deps.openImports()
    const imports = opened.of(tenant)
    const forecast = await imports(({ preview }) => preview({ channel, ...period }))
    const { orders, isExact, calls, doneBy } = forecast
    deps.progress.say(
      `${isExact ? '' : 'about '}${number(orders)} ${orders === 1 ? 'order' : 'orders'}, ${number(calls)} ` +
        `${calls === 1 ? 'call' : 'calls'}, done by ${localMoment(doneBy, deps.now())}`,
    )
    if (!yes && !(await deps.confirm('Start the backfill?'))) {
      return { json: { tenantId: tenant, forecast, import: null }, note: 'Nothing was started.' }
    }
    const { import: begun } = await imports(({ start }) => start({ channel, ...period }))
    deps.progress.say(`${begun.id} imports the orders of ${tenant} since ${localMoment(forecast.since, deps.now())}`)
    const outcome = await followImport(imports, { id: begun.id, tenant }, deps)
    return { ...outcome, json: { tenantId: tenant, forecast, import: outcome.json } }
  },
})

function momentIn(option: string, text: string, { now }: Pick<CommandDeps, 'now'>): string {
  const moment = parseMoment(text, now(), -1)
  if (moment === null) throw new UsageError([`${option} must be an ISO date, or days or hours ago such as 90d or 12h`])
  return moment
}
