import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** What the parts of the configuration share: the schemas of variables, and how a part reports what is wrong. */

export type Environment = Readonly<Record<string, string | undefined>>

/** Blanks, line breaks and invisible characters around a value: files and copied text bring them along. */
const edges = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu

/** Returns the variables that are set, trimmed. A variable in which nothing is visible counts as unset. */
export function trimmed(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).map(([name, value = '']) => [name, value.replaceAll(edges, '')] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== ''))
}

/** True for a value that still wears the quotes of the file or the shell that it comes from. */
export function isQuoted(value: string): boolean {
  return value.length > 1 && /^["'`]/.test(value) && value.endsWith(value.charAt(0))
}

/** A name or a path. A line break within it shows that more than the value was copied. */
export const text = z.string().regex(/^\P{Cc}*$/u, 'must be one line without tabs or control characters')

/** A secret or an id that travels in a header or a form. Fetch and Vault refuse anything else at the first request. */
export const headerText = z
  .string()
  .regex(/^[!-~]*$/, 'must be one word of plain ASCII: no blanks, line breaks or accents; copy it again')

/** A whole number in digits. `what` says what to write, such as "a port number". */
export function wholeNumber(what: string, least: number, most: number) {
  const error = `must be ${what}: digits only, from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,16}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error })
}

export const port = wholeNumber('a port number', 0, 65_535)

export const httpUrl = z.string().transform((value, context) => {
  const url = /[\s\p{Cc}\p{Cf}]/u.test(value) ? null : URL.parse(value)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    context.addIssue({ code: 'custom', message: 'must be an http(s) URL' })
    return z.NEVER
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    context.addIssue({ code: 'custom', message: 'must be an http(s) URL without user, password or #' })
    return z.NEVER
  }
  return url.href
})

/** An http(s) URL that paths are appended to, without a slash at its end. */
export const baseUrl = httpUrl.transform((href, context) => {
  if (!href.includes('?')) return href.replace(/\/+$/, '')
  context.addIssue({ code: 'custom', message: 'must be an http(s) URL without a query' })
  return z.NEVER
})

export interface ValidationContext {
  readonly production: boolean
  /** Collects one English line for each fault. */
  readonly faults: string[]
  /** Variables that are set but failed to parse: their fault is reported already, and they do not count as missing. */
  readonly unreadable: ReadonlySet<string>
}

/** Returns the certificates in the PEM file that a variable names. For anything else: null, and a line in `faults`. */
export function readCertificates(name: string, path: string, faults: string[]): string | null {
  const pem = readPemFile(name, path, faults)
  if (pem === null) return null
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs)
  if (blocks?.every(isCertificate) === true) return pem
  faults.push(`${name}: must hold certificates in PEM`)
  return null
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined
  } catch {
    return false
  }
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
