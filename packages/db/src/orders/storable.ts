import { DomainError, type Instant, type OrderKey } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'

/** The text as Postgres can hold it: without NUL, and with lone surrogates replaced (jsonb refuses both). */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

export function storableTextOrNull(text: string | null): string | null {
  return text === null ? null : storableText(text)
}

export function storableInstant(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant)
}

/** True if no stored text can equal or contain this one: Postgres has no NUL and would fail on it. */
export function isUnstorable(text: string): boolean {
  return text.includes('\0')
}

/** Throws `ORDER_REF_INVALID` for a key with a NUL: dropping it would name another order. */
export function refuseUnstorableKey({ channel, externalOrderId }: OrderKey): void {
  if (isUnstorable(channel) || isUnstorable(externalOrderId)) {
    throw new DomainError('ORDER_REF_INVALID', { detail: 'The reference or the channel holds a NUL character.' })
  }
}

/** Far deeper than any answer that a connector lets through, and far from where Prisma's or Postgres' own recursion ends. */
const deepestLevel = 500

/** The value as jsonb can hold it; what JSON does not know (undefined, functions, NaN) is left out or null. */
function storableJson(value: unknown, level: number): Prisma.InputJsonValue | null {
  if (typeof value === 'string') return storableText(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null || level > deepestLevel) return null
  return Array.isArray(value) ? value.map((item) => storableJson(item, level + 1)) : storableObject(value, level)
}

function storableObject(value: object, level: number): Prisma.InputJsonObject {
  const known = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(known.map(([key, item]) => [storableText(key), storableJson(item, level + 1)]))
}

/** An object as jsonb can hold it, however deep it is: what lies below the 500th level is null. */
export function storableRecord(value: object): Prisma.InputJsonObject {
  return storableObject(value, 1)
}
