import { DomainError, tenantIdSchema, type TenantId } from '@orderport/domain'
import { z } from 'zod'
import type { CommandDeps } from '../define-command.ts'
import { tenantInput } from '../inputs.ts'
import type { OpenedImports } from './open-imports.ts'

const importIdInput = z.string().regex(/^imp-[a-z0-9]+-[a-z0-9]+$/, 'must be an id that imports shows: imp-…')

/** The arguments and options of the commands about one import. */
export const oneImportInput = z.object({ import: importIdInput, tenant: tenantInput.optional() })

export const tenantOption = ['--tenant <tenant>', 'its tenant; by default it is looked for among all of them'] as const

/** Returns the tenant that an import belongs to: each tenant's imports are only seen by that tenant. */
export async function tenantOf(
  opened: OpenedImports,
  { import: id, tenant }: z.infer<typeof oneImportInput>,
  { administration }: Pick<CommandDeps, 'administration'>,
): Promise<TenantId> {
  if (tenant !== undefined) return tenant
  for (const { id: name } of await administration.tenants.list()) {
    const tenantId = tenantIdSchema.parse(name)
    const found = await opened
      .of(tenantId)(({ get }) => get({ id, limit: 0 }))
      .catch((error: unknown) => {
        if (DomainError.is(error) && error.code === 'IMPORT_NOT_FOUND') return null
        throw error
      })
    if (found !== null) return tenantId
  }
  throw new DomainError('IMPORT_NOT_FOUND')
}
