import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { importFile, importOptions } from '../import-file.ts'
import { fileInput, nameInput, tenantInput } from '../inputs.ts'

const rowSchema = z
  .object({ tenant: tenantInput, name: z.preprocess((name) => (name === '' ? undefined : name), nameInput.optional()) })
  .transform(({ tenant, name }) => ({ tenantId: tenant, name: name ?? null }))

export const importTenants = defineCommand({
  usage: 'import <file>',
  summary:
    'Add and rename tenants from a CSV file with the columns tenant and name (may be empty or left out), or from ' +
    'standard input (-). All of it is stored, or nothing',
  options: importOptions,
  examples: ['tenants import tenants.csv --dry-run', 'tenants import tenants.csv', 'tenants import - < tenants.csv'],
  input: z.object({ file: fileInput, dryRun: z.boolean().default(false) }),
  run: (input, deps) =>
    importFile(input, deps, {
      columns: { known: ['tenant', 'name'], required: ['tenant'] },
      row: rowSchema,
      keyOf: ({ tenantId }) => tenantId,
      store: (rows, options) => deps.administration.tenants.import(rows, options),
    }),
})
