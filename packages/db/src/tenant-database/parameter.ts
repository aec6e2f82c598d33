/** Returns a statement's parameter as PostgreSQL reads it: text, bytes, or null. An array becomes an array literal. */
export function parameterOf(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (Array.isArray(value)) return arrayLiteral(value)
  return JSON.stringify(value)
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-INPUT */
function arrayLiteral(values: readonly unknown[]): string {
  const elements = values.map((value) => {
    const element = parameterOf(value)
    return element === null ? 'NULL' : `"${element.toString().replaceAll(/["\\]/g, String.raw`\$&`)}"`
  })
  return `{${elements.join(',')}}`
}
