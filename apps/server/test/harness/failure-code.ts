import { DomainError, type ErrorCode } from '@orderport/domain'

/**
 * Returns the code that the promise rejects with. Throws where it resolves, or rejects with anything but a
 * `DomainError`.
 */
export async function failureCode(promise: Promise<unknown>): Promise<ErrorCode> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!DomainError.is(error)) throw new Error('expected a failure with a code', { cause: error })
  return error.code
}
