const hidden = '[hidden]'
const maxDepth = 4

/** Headers whose values are not secret and help in a message. */
const publicHeaders = new Set(['content-type', 'x-tenant-id', 'x-request-id'])

/**
 * Returns a copy of what `fetch` threw, with name, message, code and causes, in which the values of the request's
 * headers are hidden. Other properties are dropped, because HTTP clients attach whole requests to their errors.
 */
export function redacted(thrown: unknown, headers: Readonly<Record<string, string>>): Error {
  return copy(thrown, secretsIn(headers), maxDepth)
}

function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) =>
    publicHeaders.has(name.toLowerCase()) ? [] : [value],
  )
  // A whole value comes before its parts: `Bearer abc`, then `abc`.
  const parts = [...values, ...values.flatMap((value) => value.split(/\s+/))]
  return parts.filter((part) => part.length > 3 && part !== 'Bearer')
}

function copy(thrown: unknown, secrets: readonly string[], depth: number): Error {
  const hide = (text: string) => secrets.reduce((hiding, secret) => hiding.replaceAll(secret, hidden), text)
  if (!(thrown instanceof Error)) return new Error(hide(String(thrown)))
  const cause = thrown.cause === undefined || depth === 0 ? undefined : copy(thrown.cause, secrets, depth - 1)
  const error = new Error(hide(thrown.message), cause === undefined ? undefined : { cause })
  error.name = hide(thrown.name)
  if (thrown.stack !== undefined) error.stack = hide(thrown.stack)
  if ('code' in thrown && typeof thrown.code === 'string') Object.assign(error, { code: hide(thrown.code) })
  return error
}
