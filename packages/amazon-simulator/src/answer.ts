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
