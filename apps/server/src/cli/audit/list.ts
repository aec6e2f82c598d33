import { stripReferenceMarks } from '@orderport/domain'
import { z } from 'zod'
import { actorFromEmail } from '../../authentication/actor.ts'
import { emailAddressSchema } from '../../authentication/email-address.ts'
import { defineCommand } from '../define-command.ts'
import { UsageError } from '../explain-failure.ts'
import { limitInput, tenantInput } from '../inputs.ts'
import { parseMoment } from '../parse-moment.ts'

const wordInput = z.string().trim().min(1, 'must not be empty')

export const listAudit = defineCommand({
  usage: 'list',
  summary: 'List the audit of a tenant or of all, newest first: who did what, and with which outcome',
  options: [
    ['--tenant <tenant>', 'the tenant'],
    ['--all-tenants', 'every tenant, instead of one'],
    ['--actor <who>', 'an e-mail address, or a name as the audit has it: user:…, key:…, operator'],
    ['--action <action>', 'such as orders.import, orders.get or member.add'],
    ['--subject <subject>', 'an order by its reference or its id, or a key’s id, a channel, a member’s name'],
    ['--request-id <id>', 'the id that an error shows, and the log has'],
    ['--since <when>', 'at or after an ISO date, or days or hours ago such as 7d or 12h'],
    ['--until <when>', 'before an ISO date, or days or hours ago'],
    ['--limit <count>', 'how many at most, 1 to 1000; 50 by default'],
  ],
  examples: [
    'audit list --tenant boutique-lyon --since 7d --limit 1000 --json',
    'audit list --tenant boutique-lyon --subject 171-4093870-1757126',
    'audit list --all-tenants --actor camille@example.org --action orders.get --since 30d',
    'audit list --all-tenants --request-id 0b0f3a4e-1d0c-4a55-9a3c-7a6f0e1f6a11',
  ],
  input: z.object({
    tenant: tenantInput.optional(),
    allTenants: z.boolean().default(false),
    actor: wordInput.optional(),
    action: wordInput.optional(),
    subject: wordInput.optional(),
    requestId: wordInput.optional(),
    since: z.string().optional(),
    until: z.string().optional(),
    limit: limitInput.default(50),
  }),
  async run({ tenant, allTenants, limit, ...filter }, { administration, now }) {
    if ((tenant === undefined) !== allTenants) throw new UsageError(['name one --tenant, or give --all-tenants'])
    const { actor, action, subject, requestId, since, until } = filter
    const events = await administration.audit.list({
      tenantId: tenant ?? null,
      actor: actor === undefined ? undefined : actorIn(actor),
      action,
      subject: subject === undefined ? undefined : stripReferenceMarks(subject),
      requestId,
      since: momentIn('--since', since, now()),
      until: momentIn('--until', until, now()),
      limit,
    })
    return {
      json: events,
      text: {
        headers: ['tenant', 'at', 'actor', 'method', 'action', 'subject', 'outcome', 'request'],
        rows: events.map(({ tenantId, at, actor, method, action, subject, outcome, requestId }) => [
          tenantId,
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

/** The audit knows people by a hash of their address. */
function actorIn(text: string): string {
  const address = emailAddressSchema.safeParse(text)
  return address.success ? actorFromEmail(address.data) : text
}

function momentIn(option: string, text: string | undefined, now: Date): string | undefined {
  if (text === undefined) return undefined
  const moment = parseMoment(text, now, -1)
  if (moment === null) {
    throw new UsageError([`${option} must be an ISO date, or days or hours ago such as 7d or 12h`])
  }
  return moment
}
