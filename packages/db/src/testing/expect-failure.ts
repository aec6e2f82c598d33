/** Returns the error that the work rejects with, and throws if it resolves. The rejection is handled from the start. */
export function expectFailure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('The work did not fail.')
    },
    (reason: unknown) => reason,
  )
}
