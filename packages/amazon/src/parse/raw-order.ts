/** An order object as Amazon sent it. Holds personal data: never logged. */
export type RawOrder = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
