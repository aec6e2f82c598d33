import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { buffer } from 'node:stream/consumers'

/** Where commands print, where they ask, and what they read. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Whether a person sits at the terminal. */
  readonly interactive: boolean
  /** How many columns standard error has, for a line that must not wrap. */
  readonly columns: number
  /** Returns true for a yes; no answer is a no. */
  ask(question: string): Promise<boolean>
  /** Aborts at Ctrl-C, which then doesn't end the process. Disposing gives Ctrl-C its meaning back. */
  interruption(): Disposable & { readonly signal: AbortSignal }
  /** Returns all of standard input. */
  read(): Promise<Uint8Array>
}

/** Returns the process's own streams. When the reader of standard output is gone, the process exits. */
export function processTerminal(): Terminal {
  process.stdout.on('error', () => process.exit(1))
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    columns: process.stderr.isTTY ? process.stderr.columns : Number.POSITIVE_INFINITY,
    read: () => buffer(process.stdin),
    interruption() {
      const controller = new AbortController()
      const abort = (): void => controller.abort()
      process.once('SIGINT', abort)
      return { signal: controller.signal, [Symbol.dispose]: () => void process.off('SIGINT', abort) }
    },
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
