import { pino, type Logger } from 'pino'
import { lineFormat } from '../../src/log.ts'

export type LogLine = Readonly<Record<string, unknown>>

/** The service's log, kept in memory in the service's own format. */
export interface RecordedLog {
  readonly log: Logger
  /** As they were written. */
  readonly lines: readonly LogLine[]
  /** Resolves with the first line, earlier or later, that has all of these fields. */
  written(fields: LogLine): Promise<LogLine>
}

export function recordLog(level = 'debug'): RecordedLog {
  const lines: LogLine[] = []
  const waiting = new Set<() => void>()
  const write = (text: string): void => {
    lines.push(JSON.parse(text))
    for (const look of waiting) look()
  }
  return {
    log: pino({ level, ...lineFormat }, { write }),
    lines,
    async written(fields) {
      const { promise, resolve } = Promise.withResolvers<LogLine>()
      const look = (): void => {
        const found = lines.find((line) => Object.entries(fields).every(([name, value]) => line[name] === value))
        if (found !== undefined) resolve(found)
      }
      waiting.add(look)
      look()
      return promise.finally(() => waiting.delete(look))
    },
  }
}
