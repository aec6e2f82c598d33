/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object in a request's body, or an empty one: Vault takes an absent body as one without members. */
export function parseJsonObject(text: string): JsonObject {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

/** The member as text, or an empty string. */
export function textOf(object: JsonObject, member: string): string {
  const value = object[member]
  return typeof value === 'string' ? value : ''
}
