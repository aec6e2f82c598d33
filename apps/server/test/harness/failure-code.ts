import { DomainError, type ErrorCode } from '@orderport/domain'

/** The code of what the work fails with; fails where it doesn't, or with anything else. */
export async function failureCode(work: Promise<unknown>): Promise<ErrorCode> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!DomainError.is(error)) throw new Error('this was expected to fail with a code', { cause: error })
  return error.code
}
