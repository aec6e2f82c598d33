import type { Terminal } from './terminal.ts'

/** What goes on while a command waits. All of it is on standard error. */
export interface Progress {
  /**
   * Shows how far it is: a person's terminal has one line that is written anew, everything else a line now and then.
   * `share` is between 0 and 1; null while nobody can tell.
   */
  show(text: string, share: number | null): void
  /** Prints a line that stays. */
  say(line: string): void
  /** Ends the line that is written anew. */
  end(): void
  /** Aborts at Ctrl-C; see `Terminal.interruption`. */
  interruption(): Disposable & { readonly signal: AbortSignal }
}

/** Without a terminal, a line in this time and one for each change of the text by more than its numbers. */
const plainEveryMs = 10_000

const barWidth = 24

export function createProgress(terminal: Terminal, now: () => Date): Progress {
  let isOpen = false
  let printed = { text: '', at: 0 }
  const end = (): void => {
    if (isOpen) terminal.err('\n')
    isOpen = false
  }
  return {
    show(text, share) {
      if (terminal.interactive) {
        terminal.err(`\r\u001B[2K${`${bar(share)}${text}`.slice(0, terminal.columns - 1)}`)
        isOpen = true
        return
      }
      const at = now().getTime()
      const isSame = withoutNumbers(text) === withoutNumbers(printed.text)
      if (text === printed.text || (isSame && at - printed.at < plainEveryMs)) return
      printed = { text, at }
      terminal.err(`orderport: ${text}\n`)
    },
    say(line) {
      end()
      terminal.err(`orderport: ${line}\n`)
    },
    end,
    interruption: () => terminal.interruption(),
  }
}

function bar(share: number | null): string {
  if (share === null) return ''
  const full = Math.round(Math.min(1, Math.max(0, share)) * barWidth)
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${String(Math.floor(share * 100)).padStart(3)} %  `
}

function withoutNumbers(text: string): string {
  return text.replaceAll(/\d+/g, '')
}
