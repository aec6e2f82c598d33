import { z } from 'zod'

/** Schemas that more than one part of the configuration uses. */
export const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535)

export const httpUrl = z
  .string()
  .refine((value) => URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol), {
    error: 'must be an http(s) URL',
  })
