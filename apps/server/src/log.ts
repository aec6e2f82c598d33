import { errorCatalogue, type DomainError } from '@orderport/domain'
import { pino, type Logger } from 'pino'

/** The part of a logger that the service uses. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'fatal'>

/** Writes one JSON line for each event on standard output. Callers name each field; no object is logged whole. */
export function createLog(level: string): Logger {
  // Synchronous: a buffer that is flushed on exit would wait for ever for a reader that is gone.
  const destination = pino.destination({ dest: 1, sync: true })
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
}

/** Logs a failure that is ours or an upstream's to fix; the caller's own mistakes are not logged. */
export function logFailure(log: Log, failure: DomainError): void {
  const { status } = errorCatalogue[failure.code]
  const fields = { code: failure.code, detail: failure.detail }
  if (failure.code === 'INTERNAL') log.error({ ...fields, ...causeOf(failure) }, 'an internal error')
  else if (failure.code === 'APP_CREDENTIALS_INVALID')
    log.error(fields, 'no tenant can import: correct the credentials of our application')
  else if (status >= 500) log.warn(fields, 'a request failed')
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
