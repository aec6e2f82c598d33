import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { limitInput, tenantInput } from '../inputs.ts'
import { parseMoment } from '../parse-moment.ts'
import { UsageError } from '../explain-failure.ts'

export const listAudit = defineCommand({
  usage: 'list',
  summary: 'List a tenant’s audit, newest first: who did what, and with which outcome',
  options: [
    ['--tenant <tenant>', 'the tenant'],
    ['--since <when>', 'an ISO date, or days or hours ago such as 7d or 12h'],
    ['--limit <count>', 'how many at most, 1 to 1000; 50 by default'],
  ],
  examples: ['audit list --tenant boutique-lyon', 'audit list --tenant boutique-lyon --since 7d --limit 1000 --json'],
  input: z.object({ tenant: tenantInput, since: z.string().optional(), limit: limitInput.default(50) }),
  async run({ tenant, since, limit }, { administration, now }) {
    const from = since === undefined ? null : momentIn(since, now())
    const events = await administration.audit.list({ tenantId: tenant, since: from, limit })
    return {
      json: events,
      text: {
        headers: ['at', 'actor', 'method', 'action', 'subject', 'outcome', 'request'],
        rows: events.map(({ at, actor, method, action, subject, outcome, requestId }) => [
          at,
          actor,
          method,
          action,
          subject,
          outcome,
          requestId,
        ]),
      },
    }
  },
})

function momentIn(text: string, now: Date): string {
  const since = parseMoment(text, now, -1)
  if (since === null) throw new UsageError(['--since must be an ISO date, or days or hours ago such as 7d or 12h'])
  return since
}
