const hidden = '[hidden]'
const deepest = 4

/** Headers of ours whose values are no secret, and help in a message. */
const open = new Set(['content-type', 'x-tenant-id', 'x-request-id'])

/**
 * What a `fetch` threw, without what it may quote of the request: name, message, code and causes, every value of the
 * request's headers hidden. Other properties go: clients hang whole requests on their errors.
 */
export function redacted(thrown: unknown, headers: Readonly<Record<string, string>>): Error {
  return copy(thrown, secretsIn(headers), deepest)
}

function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) => (open.has(name.toLowerCase()) ? [] : [value]))
  // A whole value is hidden before its parts: `Bearer abc`, then `abc` by itself.
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
