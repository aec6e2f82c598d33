/** Something that the person at the terminal can put right; the message is one line that says what and how. */
export class LocalFault extends Error {}

/** Runs a step whose errors already say what to do, and passes their message on as a fault. */
export async function asFault<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof Error ? new LocalFault(onOneLine(error.message), { cause: error }) : error
  }
}

function onOneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ')
}
