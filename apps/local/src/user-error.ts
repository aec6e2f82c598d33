/** Something that the person at the terminal can put right; the message is one line that says what and how. */
export class UserError extends Error {}

/** Returns what the work returns. Its errors already say what to do: they become user errors, on one line. */
export async function asUserError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof Error ? new UserError(onOneLine(error.message), { cause: error }) : error
  }
}

function onOneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ')
}
