import process from 'node:process'
import { createInterface } from 'node:readline/promises'

/** Where the commands are read and answered. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** True if somebody sits there who can be asked. */
  readonly interactive: boolean
  /** True for a yes; no answer is a no. */
  ask(question: string): Promise<boolean>
}

/** The process's own streams. A reader of standard output who has gone ends the process: there is nobody left to tell. */
export function processTerminal(): Terminal {
  process.stdout.on('error', () => process.exit(1))
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr })
      const { promise: closed, resolve } = Promise.withResolvers<string>()
      lines.once('close', () => resolve(''))
      try {
        const answer = await Promise.race([lines.question(`${question} [y/N] `), closed])
        return /^y(?:es)?$/i.test(answer.trim())
      } finally {
        lines.close()
      }
    },
  }
}
