import { DomainError } from '@orderport/domain'

const timeoutCodes = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])

/** Returns the failure of work that its caller's signal ended. */
export function abortFailure(work: string, signal: AbortSignal): DomainError {
  const why = nameOf(signal.reason) === 'TimeoutError' ? 'the deadline passed' : 'the caller gave up'
  return new DomainError('UPSTREAM_TIMEOUT', { detail: `${work}: ${why}` })
}

/**
 * Returns the failure of a request without a complete answer: refused, reset, cut short, host not resolved. Keeps only
 * the error's code, because messages of the HTTP client can quote a header.
 */
export function transportFailure(work: string, error: unknown): DomainError {
  if (DomainError.is(error)) return error
  const code = networkCode(error)
  return new DomainError(code !== null && timeoutCodes.has(code) ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_ERROR', {
    detail: `${work}: no whole answer (${code ?? nameOf(error)})`,
  })
}

function networkCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return networkCode(error.cause)
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
