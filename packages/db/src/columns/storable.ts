import { DomainError, type Instant, type OrderKey } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'

/** Returns the text as Postgres can store it: without NUL, and with lone surrogates replaced (jsonb refuses both). */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

export function storableTextOrNull(text: string | null): string | null {
  return text === null ? null : storableText(text)
}

export function storableInstant(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant)
}

/** True if no stored text can equal or contain this one: Postgres stores no NUL, and fails on a parameter with one. */
export function isUnstorable(text: string): boolean {
  return text.includes('\0')
}

/** Throws `ORDER_REF_INVALID` for a key with a NUL: without it, the key would name another order. */
export function refuseUnstorableKey({ channel, externalOrderId }: OrderKey): void {
  if (isUnstorable(channel) || isUnstorable(externalOrderId)) {
    throw new DomainError('ORDER_REF_INVALID', { detail: 'The reference or the channel holds a NUL character.' })
  }
}

/** Deeper than any answer that a connector accepts, and well below the recursion limits of Prisma and Postgres. */
const maxDepth = 500

/** Returns an object as jsonb can store it. Values deeper than 500 levels become null. */
export function storableRecord(value: object): Prisma.InputJsonObject {
  return storableObject(value, 1)
}

function storableObject(value: object, level: number): Prisma.InputJsonObject {
  const known = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(known.map(([key, item]) => [storableText(key), storableJson(item, level + 1)]))
}

/** Values that JSON doesn't have (undefined, functions, NaN) are left out of objects, and are null elsewhere. */
function storableJson(value: unknown, level: number): Prisma.InputJsonValue | null {
  if (typeof value === 'string') return storableText(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null || level > maxDepth) return null
  return Array.isArray(value) ? value.map((item) => storableJson(item, level + 1)) : storableObject(value, level)
}
