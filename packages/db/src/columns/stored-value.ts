/** Returns SQL that formats a timestamp as ISO 8601 in UTC with milliseconds, whatever the session's settings. */
export function isoInstant(expression: string): string {
  return `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** A row, or an object in a JSON column. Earlier services wrote some of them, so it may have any shape. */
export type StoredRecord = Readonly<Record<string, unknown>>

export function isStoredRecord(value: unknown): value is StoredRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the objects of a stored list, or none if the value is not a list. */
export function storedRecords(value: unknown): readonly StoredRecord[] {
  return Array.isArray(value) ? value.filter((item) => isStoredRecord(item)) : []
}

/** Returns a stored text, or null for an empty one. A number becomes text. */
export function storedText(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

/** Returns a stored count, a safe whole number from 0 on or its text, or null. */
export function storedCount(value: unknown): number | null {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
}

/** Returns the stored one of the `choices`, or null if the value is none of them. */
export function storedChoice<T extends string>(value: unknown, choices: readonly T[]): T | null {
  return choices.find((choice) => choice === value) ?? null
}
