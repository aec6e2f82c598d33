import { z } from 'zod'

/** An e-mail address as memberships are stored: trimmed, in small letters, plausible, at most 254 characters. */
export const emailAddressSchema = z.compile(z.string().trim().toLowerCase().max(254).pipe(z.email()), { strict: true })
