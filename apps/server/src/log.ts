import { errorCatalogue, type DomainError } from '@orderport/domain'
import { pino, type Logger } from 'pino'

/** The part of a logger that rooms use. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'fatal'>

/** One JSON line for each event, on standard output. Callers name each field they log; nothing is logged whole. */
export function createLog(level: string): Logger {
  // Synchronous: a buffer that is written on exit waits for ever for a reader who has gone.
  const destination = pino.destination({ dest: 1, sync: true })
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
}

/** Logs a failure that an operator cares about: what is ours or upstream's to mend, never the caller's own mistakes. */
export function logFailure(log: Log, failure: DomainError): void {
  const { status } = errorCatalogue[failure.code]
  const fields = { code: failure.code, detail: failure.detail }
  if (failure.code === 'INTERNAL') log.error({ ...fields, ...causeOf(failure) }, 'an internal error')
  else if (failure.code === 'APP_CREDENTIALS_INVALID')
    log.error(fields, 'no tenant can import: correct the credentials of our application')
  else if (status >= 500) log.warn(fields, 'a request failed')
}

/** The stack says where; the message may hold anything, so only a class name goes with it. */
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
