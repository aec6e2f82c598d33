/** What the simulator sends: a status, headers and the body's text. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface SpApiError {
  readonly code: string
  readonly message: string
  /** Omitted from the body when undefined. */
  readonly details?: string
}

export const jsonHeaders = { 'content-type': 'application/json' }

/** Returns the answer with other values of the given headers, whatever their case; null leaves a header out. */
export function withHeaders(answer: Answer, changes: Readonly<Record<string, string | null>>): Answer {
  const changed = new Set(Object.keys(changes).map((name) => name.toLowerCase()))
  const kept = Object.entries(answer.headers).filter(([name]) => !changed.has(name.toLowerCase()))
  const given = Object.entries(changes).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  return { ...answer, headers: Object.fromEntries([...kept, ...given]) }
}

/** Returns a JSON answer. */
export function jsonAnswer(status: number, body: unknown): Answer {
  return { status, headers: jsonHeaders, text: JSON.stringify(body) }
}

/** Returns an error in the SP-API's shape, `{ errors: [{ code, message, details? }] }`, with its type as a header. */
export function spApiError(status: number, error: SpApiError): Answer {
  const answer = jsonAnswer(status, { errors: [error] })
  return { ...answer, headers: { ...answer.headers, 'x-amzn-ErrorType': error.code } }
}

/** Returns the 400 for input that Amazon does not accept. */
export function invalidInput(message: string): Answer {
  return spApiError(400, { code: 'InvalidInput', message })
}
