import { isVaultOutage, type VaultEvent, type VaultEventLog } from '@orderport/vault'
import type { Log } from '../log.ts'
import type { Dependency } from './dependency.ts'
import type { LineLimit } from './line-limit.ts'

export interface VaultLogDeps {
  readonly log: Pick<Log, 'debug' | 'info' | 'warn'>
  readonly vault: Dependency
  readonly lines: LineLimit
}

/**
 * Logs what happens with Vault. Failures in which Vault doesn't answer make it lost. Of those in which it refuses, one
 * line of each kind is let through at a time: every import would repeat it.
 */
export function createVaultLog({ log, vault, lines }: VaultLogDeps): VaultEventLog {
  function failed(event: Extract<VaultEvent, { readonly failure: unknown }>): void {
    const { failure } = event
    if (isVaultOutage(failure)) return vault.lose('note' in event ? `${failure} (${event.note})` : failure)
    const leftOut = lines.take(`vault ${event.event} ${failure}`)
    if (leftOut !== null) log.warn({ vault: event, leftOut }, 'vault')
  }
  return (event) => {
    switch (event.event) {
      case 'logged_in':
      case 'token_renewed':
        return log.info({ vault: event }, 'vault')
      case 'token_ends':
        return log.warn({ vault: event }, 'vault')
      case 'stale_served':
        return log.debug({ vault: event }, 'vault')
      case 'read_failed':
      case 'login_failed':
      case 'renewal_failed':
        return failed(event)
      default:
        return event satisfies never
    }
  }
}
