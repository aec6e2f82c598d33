import {
  cleanName,
  cleanText,
  cleanTrackingCode,
  parseCurrency,
  parseDecimal,
  parseOrderInstant,
} from '@orderport/domain'
import { z } from 'zod'

/**
 * Schemas that never fail: a value that is absent, empty or of the wrong type becomes null (or an empty list), so that
 * one odd field never costs an order. The answer itself is stored beside what is parsed from it. What a value may be is
 * the domain's rule: see plausible.ts and decimal.ts there.
 */

/** Text as it can be stored and shown; `''` is null, a number its digits. */
export const text = reading((value) => cleanText(digitsOf(value)))

/** Text that names or describes something; `n/a`, `-` and the like are null. */
export const name = reading((value) => cleanName(digitsOf(value)))

/** A carrier's tracking code. */
export const trackingCode = reading((value) => cleanTrackingCode(digitsOf(value)))

/** A moment in UTC that an order can have. */
export const instant = reading(parseOrderInstant)

/** A decimal amount. */
export const decimal = reading(parseDecimal)

/** A currency's ISO 4217 code. */
export const currencyCode = reading(parseCurrency)

/** A whole number from 0; text is accepted too. */
export const count = z
  .unknown()
  .transform((value) => (typeof value === 'string' && /^\d{1,15}(?:\.0+)?$/.test(value.trim()) ? Number(value) : value))
  .pipe(z.int().nonnegative())
  .nullable()
  .catch(null)

/** A boolean, or the text of one: Amazon writes some as text. Null for anything else: Amazon doesn't say. */
export const flag = reading((value) => toFlag(typeof value === 'boolean' ? String(value) : value))

/** The same where Amazon's model says text: `true` and `false` stay text for `toFlag`. */
export const flagText = reading((value) => cleanText(typeof value === 'boolean' ? String(value) : value))

/** Returns the boolean that a text names, or null. */
export function toFlag(value: unknown): boolean | null {
  const word = cleanText(value)?.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : null
}

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

/** The texts of a list, or null where there is no list. */
export const texts = z
  .array(text)
  .transform((values) => values.filter((value) => value !== null))
  .nullable()
  .catch(null)

/** The closing `catch` also turns a missing key into null: a bare transform would fail on it. */
function reading<Value>(read: (value: unknown) => Value | null) {
  return z.unknown().transform(read).nullable().catch(null)
}

/** A number has lost digits where it isn't safe; what is left of it is no id and no code. */
function digitsOf(value: unknown): unknown {
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : value
}
