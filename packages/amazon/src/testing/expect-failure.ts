import { DomainError } from '@orderport/domain'

/** Returns the DomainError that the work fails with. Throws when it fails with anything else, or doesn't fail. */
export async function expectFailure(work: Promise<unknown>): Promise<DomainError> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (DomainError.is(outcome)) return outcome
  throw new Error('the work did not fail with a DomainError', { cause: outcome })
}
