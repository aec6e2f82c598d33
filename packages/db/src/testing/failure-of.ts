/** The error that the work ends in; throws if it ends well. Nothing is left unhandled while the test goes on. */
export function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('The work did not fail.')
    },
    (reason: unknown) => reason,
  )
}
