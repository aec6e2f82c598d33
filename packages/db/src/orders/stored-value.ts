/** An object in a JSON column, or a row: of whatever shape, because services before this one wrote it. */
export type StoredRecord = Readonly<Record<string, unknown>>

export function isStoredRecord(value: unknown): value is StoredRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a stored list; what is no list has none. */
export function storedRecords(value: unknown): readonly StoredRecord[] {
  return Array.isArray(value) ? value.filter((item) => isStoredRecord(item)) : []
}

/** A stored text, or null for an empty one; a number counts as its text. */
export function storedText(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

/** A stored count: a whole number or its text, never negative and never beyond what a number holds exactly, else null. */
export function storedCount(value: unknown): number | null {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
}

/** The one of `choices` that is stored, or null. */
export function storedChoice<T extends string>(value: unknown, choices: readonly T[]): T | null {
  return choices.find((choice) => choice === value) ?? null
}
