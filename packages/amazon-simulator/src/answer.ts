/** What the simulator sends back: a status, headers and the body's text. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface SpApiError {
  readonly code: string
  readonly message: string
  /** Left out of the body when undefined. */
  readonly details?: string
}

export const jsonHeaders = { 'content-type': 'application/json' }

/** A JSON answer. */
export function jsonAnswer(status: number, body: unknown): Answer {
  return { status, headers: jsonHeaders, text: JSON.stringify(body) }
}

/** An error in the shape of every Selling Partner API: `{ errors: [{ code, message, details? }] }` and its type as a header. */
export function spApiError(status: number, error: SpApiError): Answer {
  const answer = jsonAnswer(status, { errors: [error] })
  return { ...answer, headers: { ...answer.headers, 'x-amzn-ErrorType': error.code } }
}

/** The answer to input that Amazon does not accept. */
export function invalidInput(message: string): Answer {
  return spApiError(400, { code: 'InvalidInput', message })
}
