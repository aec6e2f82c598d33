import { parseDecimal, parseInstant } from '@orderport/domain'
import { z } from 'zod'

/**
 * Schemas that never fail: a value that is absent, empty or of the wrong type becomes null (or an empty list), so that
 * one odd field never costs an order. The answer itself is stored beside what is parsed from it.
 */

/**
 * Text without surrounding space; `''` is null, a number its digits. Removes NUL and lone surrogates: they can't be
 * stored.
 */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => value.replaceAll('\u0000', '').toWellFormed().trim() || null)
  .nullable()
  .catch(null)

/** A code that people type and that indexes hold; a text longer than any carrier's code is null. */
export const code = text.transform((value) => (value !== null && value.length > 256 ? null : value)).catch(null)

/** A whole number from 0; text is accepted too. */
export const count = z
  .unknown()
  .transform((value) => (typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value))
  .pipe(z.int().nonnegative())
  .nullable()
  .catch(null)

/**
 * A moment in UTC. A date in 1970 is null: it comes from a missing date, or from seconds read as milliseconds (Amazon's
 * published v0 orders are dated 19 January 1970). No order is that old.
 */
export const instant = z
  .unknown()
  .transform((value) => {
    const moment = parseInstant(typeof value === 'string' ? value.trim() : value)
    return moment === null || moment.startsWith('1970-') ? null : moment
  })
  .nullable()
  .catch(null)

/** A decimal amount. */
// The closing `catch` also turns a missing key into null: a bare transform would fail on it.
export const decimal = z.unknown().transform(parseDecimal).nullable().catch(null)

/** A currency's three letters. */
export const currencyCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/)
  .nullable()
  .catch(null)

/** True for `true` and for the text `true`: v0 writes some booleans as text. */
export const flag = z
  .unknown()
  .transform((value) => value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true'))
  .catch(false)

/** An amount and its currency; each null where it can't be read. */
export const money = part({ amount: decimal, currencyCode })

/** An object whose fields are tolerant themselves; anything else is null. */
export function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).nullable().catch(null)
}

/** The elements of a list that are objects. Other elements have no field to read and are left out. */
export function list<Element>(element: z.ZodType<Element>): z.ZodType<Element[]> {
  return z
    .array(z.unknown())
    .catch([])
    .transform((elements) => elements.map((value) => element.safeParse(value)))
    .transform((results) => results.filter((result) => result.success).map((result) => result.data))
}
