import { z } from 'zod'
import { makeApiKey } from '../../authentication/api-key.ts'
import { defineCommand } from '../define-command.ts'
import { nameInput, scopesInput, tenantInput } from '../inputs.ts'
import { parseMoment } from '../parse-moment.ts'
import { UsageError } from '../explain-failure.ts'

export const createKey = defineCommand({
  usage: 'create <tenant>',
  summary: 'Create an API key for a tenant and print it, only this once: only its hash is stored',
  options: [
    ['--name <name>', 'what it is for'],
    ['--scopes <scopes>', 'one or more of orders:read, orders:import, admin, separated by commas'],
    ['--expires <when>', 'an ISO date, or days from now such as 30d; never by default'],
  ],
  examples: [
    'keys create boutique-lyon --name CRM --scopes orders:read,orders:import --expires 90d',
    'keys create boutique-lyon --name Reports --scopes orders:read --expires 2027-01-01 --json',
  ],
  input: z.object({ tenant: tenantInput, name: nameInput, scopes: scopesInput, expires: z.string().optional() }),
  async run({ tenant, name, scopes, expires }, { administration, now, randomBytes }) {
    const expiresAt = expires === undefined ? null : expiryIn(expires, now())
    const { id, key, secretHash } = makeApiKey(tenant, randomBytes)
    await administration.keys.create({ tenantId: tenant, id, name, scopes, secretHash, expiresAt })
    const until = expiresAt === null ? 'It does not expire.' : `It expires at ${expiresAt}.`
    return {
      json: { tenantId: tenant, id, name, scopes, expiresAt, key },
      text: key,
      note: `The key ${id} of ${tenant} is made; keep it now, it is not shown again. ${until}`,
    }
  },
})

function expiryIn(text: string, now: Date): string {
  const expiresAt = parseMoment(text, now, 1)
  if (expiresAt !== null && new Date(expiresAt) > now) return expiresAt
  throw new UsageError(['--expires must be an ISO date in the future, or days or hours from now such as 30d or 12h'])
}
