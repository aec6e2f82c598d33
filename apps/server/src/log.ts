import type { DomainError } from '@orderport/domain'
import { pino, type Logger, type LoggerOptions } from 'pino'
import { serviceName, version } from './version.ts'

/** The part of a logger that the service uses. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>

/** What every line has: the level by its name, the time, which service, and which version of it. */
export const lineFormat: LoggerOptions = {
  base: { service: serviceName, version },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
}

/** Writes one JSON line for each event on standard output. Callers name each field; no object is logged whole. */
export function createLog(level: string): Logger {
  // Synchronous: a buffer that is flushed on exit would wait for ever for a reader that is gone.
  const destination = pino.destination({ dest: 1, sync: true })
  return pino({ level, ...lineFormat }, destination)
}

/** Logs a bug of ours, with where it is. Every other failure is in the access line of its request. */
export function logBug(log: Log, failure: DomainError): void {
  if (failure.code !== 'INTERNAL') return
  log.error({ code: failure.code, detail: failure.detail, ...causeOf(failure) }, 'an internal error')
}

/** Returns where the failure came from: the stack's frames, and the error's class. Its message may hold anything. */
function causeOf(failure: DomainError): { cause?: string; at?: string | undefined } {
  const { cause } = failure
  if (!(cause instanceof Error)) return {}
  const root = cause.cause instanceof Error ? cause.cause : cause
  const frames = root.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '))
  return {
    cause: root.name,
    at: frames
      ?.slice(0, 6)
      .map((line) => line.trim())
      .join(' < '),
  }
}
