import type { TenantId } from '@orderport/domain'
import { z } from 'zod'
import { actorFromEmail } from '../../authentication/actor.ts'
import { defineCommand } from '../define-command.ts'
import { importFile, importOptions } from '../import-file.ts'
import { emailInput, fileInput, roleInput, tenantInput } from '../inputs.ts'

export const importMembers = defineCommand({
  usage: 'import <file>',
  summary:
    'Add members and change roles from a CSV file with the columns tenant, email and role (agent where it is empty ' +
    'or left out), or from standard input (-). All of it is stored, or nothing; nobody is removed',
  options: [['--tenant <tenant>', 'the tenant of every row; the file then has no column tenant'], ...importOptions],
  examples: [
    'members import members.csv --dry-run',
    'members import members.csv',
    'members import - --tenant boutique-lyon < members.csv',
  ],
  input: z.object({ file: fileInput, tenant: tenantInput.optional(), dryRun: z.boolean().default(false) }),
  run: ({ tenant, ...input }, deps) =>
    importFile(input, deps, {
      columns:
        tenant === undefined
          ? { known: ['tenant', 'email', 'role'], required: ['tenant', 'email'] }
          : { known: ['email', 'role'], required: ['email'] },
      row: rowSchema(tenant),
      keyOf: ({ tenantId, email }) => JSON.stringify([tenantId, email]),
      store: (rows, options) => deps.administration.members.import(rows, options),
    }),
})

function rowSchema(ofAll: TenantId | undefined) {
  return z
    .object({
      tenant: ofAll === undefined ? tenantInput : z.literal(ofAll).default(ofAll),
      email: emailInput,
      role: z.preprocess((role) => (role === '' ? undefined : role), roleInput.default('agent')),
    })
    .transform(({ tenant, email, role }) => ({ tenantId: tenant, email, role, actor: actorFromEmail(email) }))
}
