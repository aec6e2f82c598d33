/** A JSON object whose members are not validated yet. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the object in a request's body. Anything else counts as an empty object, as with Vault. */
export function parseJsonObject(text: string): JsonObject {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

/** Returns a member's text, or an empty string. */
export function textOf(object: JsonObject, member: string): string {
  const value = object[member]
  return typeof value === 'string' ? value : ''
}
