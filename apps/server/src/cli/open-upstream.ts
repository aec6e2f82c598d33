import { loadConfig } from '../config/config.ts'
import type { CommandDeps } from './define-command.ts'

/**
 * Returns what opens the way to a marketplace with the service's own settings, credentials and code. Each call counts
 * the quota by itself: one call more is little, and nothing is written to the database.
 */
export function upstreamOpener(
  environment: Readonly<Record<string, string | undefined>>,
  adminUrl: string,
): CommandDeps['openUpstream'] {
  return async (channel, onAttempt) => {
    // The service's database is not used.
    const config = loadConfig({ ...environment, DATABASE_URL: environment['DATABASE_URL']?.trim() || adminUrl })
    const { composeConnectors, composeCredentials } = await import('../compose.ts')
    const credentials = composeCredentials(config, {})
    const connector = composeConnectors(config, credentials, { onAttempt }).get(channel)
    if (connector === undefined) throw new Error(`There is no connector for ${channel}.`)
    return {
      credentials,
      connector,
      secrets: config.vault === null ? '' : `${config.vault.kvMount}/${config.vault.kvPrefix}`,
      timeoutMs: config.upstreamTimeoutMs,
      enforcesMembership: config.membership === 'enforce',
      [Symbol.dispose]: () => credentials?.close(),
    }
  }
}
