import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** What the parts of the configuration share: the schemas of variables, and how a part reports what is wrong. */

export const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535)

export const httpUrl = z
  .string()
  .refine((value) => URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol), {
    error: 'must be an http(s) URL',
  })

export interface ValidationContext {
  readonly production: boolean
  /** Collects one English line for each fault. */
  readonly faults: string[]
  /** Variables that are set but failed to parse: their fault is reported already, and they do not count as missing. */
  readonly unreadable: ReadonlySet<string>
}

/** Returns the content of the PEM file that a variable names. Where it can't be read: null, and a line in `faults`. */
export function readPemFile(name: string, path: string, faults: string[]): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    faults.push(`${name}: must be the path of a PEM file that can be read`)
    return null
  }
}
