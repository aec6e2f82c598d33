import { z } from 'zod'

/** An e-mail address as members are stored by it: trimmed, in small letters, plausible, of at most 254 characters. */
export const emailAddressSchema = z.string().trim().toLowerCase().max(254).pipe(z.email())
