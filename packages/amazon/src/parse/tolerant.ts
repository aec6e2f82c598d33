import { parseDecimal, parseInstant } from '@orderport/domain'
import { z } from 'zod'

/**
 * Schemas that never fail: what is absent, empty or of the wrong type becomes null (or an empty list), so that one odd
 * field never costs an order. The answer itself is kept beside what is parsed from it.
 */

/** Text without surrounding space, `''` as null, a number as its digits. NUL and lone surrogates can't be stored: they go. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => value.replaceAll('\u0000', '').toWellFormed().trim() || null)
  .nullable()
  .catch(null)

/** A code that people type and indexes hold; what is longer than any carrier's is none. */
export const code = text.transform((value) => (value !== null && value.length > 256 ? null : value)).catch(null)

/** A whole number from 0, also when it comes as text. */
export const count = z
  .unknown()
  .transform((value) => (typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value))
  .pipe(z.int().nonnegative())
  .nullable()
  .catch(null)

/**
 * A moment in UTC. 1970 is what a date turns into that is missing, or counted in seconds and read as milliseconds (Amazon's
 * published v0 orders are of 19 January 1970): no order is that old.
 */
export const instant = z
  .unknown()
  .transform((value) => {
    const moment = parseInstant(typeof value === 'string' ? value.trim() : value)
    return moment === null || moment.startsWith('1970-') ? null : moment
  })
  .nullable()
  .catch(null)

/** An amount. */
// The closing `catch` also makes a missing key null: a bare transform would fail on it.
export const decimal = z.unknown().transform(parseDecimal).nullable().catch(null)

/** A currency's three letters. */
export const currencyCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/)
  .nullable()
  .catch(null)

/** True only where it says so: v0 writes some booleans as text. */
export const flag = z
  .unknown()
  .transform((value) => value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true'))
  .catch(false)

/** An amount and its currency; each null where it can't be read. */
export const money = part({ amount: decimal, currencyCode })

/** An object of which each field is tolerant itself; anything else is null. */
export function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).nullable().catch(null)
}

/** The elements of a list that are objects; what is none has no field to read and is passed over. */
export function list<Element>(element: z.ZodType<Element>): z.ZodType<Element[]> {
  return z
    .array(z.unknown())
    .catch([])
    .transform((elements) => elements.map((value) => element.safeParse(value)))
    .transform((results) => results.filter((result) => result.success).map((result) => result.data))
}
