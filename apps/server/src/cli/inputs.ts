import { isScope, memberRoles, tenantIdSchema } from '@orderport/domain'
import { z } from 'zod'
import { emailAddressSchema } from '../authentication/email-address.ts'

/** The arguments and options that commands share. A message says what is expected and never repeats what was typed. */

export const tenantInput = z.string().transform((text, context) => {
  const parsed = tenantIdSchema.safeParse(text)
  if (parsed.success) return parsed.data
  context.addIssue('must be 1 to 64 letters, digits, - and _, the first a letter or a digit')
  return z.NEVER
})

export const emailInput = z.string().transform((text, context) => {
  const parsed = emailAddressSchema.safeParse(text)
  if (parsed.success) return parsed.data
  context.addIssue('must be an e-mail address')
  return z.NEVER
})

/** The path of a file, or `-`. */
export const fileInput = z.string().min(1, 'must name a file, or be - for standard input')

export const roleInput = z.enum(memberRoles, { error: `must be ${memberRoles.join(' or ')}` })

export const nameInput = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]{1,100}$/u, 'must be 1 to 100 characters')

/** The marketplaces whose orders are imported. */
export const channelInput = z.enum(['amazon'], { error: 'must be amazon' }).default('amazon')

export const scopesInput = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((scope) => scope.trim()))])
  .refine(
    (names) => names.every((name) => isScope(name)),
    'must be orders:read, orders:import, admin, or some of them, by commas',
  )
  .transform((names) => names.filter((name) => isScope(name)))

export const keyIdInput = z
  .string()
  .regex(/^[a-z0-9]{12}$/, 'must be the 12 characters that keys list shows, and not the key itself')

/** The greatest number of rows to list. */
export const limitInput = z.coerce
  .number({ error: 'must be 1 to 1000' })
  .int('must be 1 to 1000')
  .min(1, 'must be 1 to 1000')
  .max(1000, 'must be 1 to 1000')
