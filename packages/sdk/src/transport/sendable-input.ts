import { OrderportError } from '../orderport-error.ts'

/** Throws INVALID_REQUEST for an input that JSON has no form for: a BigInt, a circle, a function. */
export function refuseUnsendable(input: unknown): void {
  if (input === undefined) return
  let cause: unknown
  try {
    if (JSON.stringify(input) !== undefined) return
  } catch (thrown) {
    cause = thrown
  }
  throw new OrderportError({ code: 'INVALID_REQUEST', message: 'The input can’t be sent: it is not JSON.', cause })
}
