import { z } from 'zod'

/**
 * A tenant's id: compared exactly, never by prefix or without case. Safe in a Vault path: it has no dot and no slash.
 */
export const tenantIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
  .brand<'TenantId'>()
  .describe('The tenant (support desk customer) that owns the order')

export type TenantId = z.infer<typeof tenantIdSchema>
