import {
  applicationWithEnd,
  isAbout,
  rotatedApplication,
  secretName,
  type Application,
  type NewSecret,
  type SecretExpiry,
} from '@orderport/amazon'
import { deadlineIn, type Deadline } from '@orderport/domain'
import type { VaultCredentialStore } from '@orderport/vault'
import type { Log } from '../log.ts'
import type { NotificationOutcome } from './consume-notifications.ts'

export interface ApplicationSecretDeps {
  /** Null: no Vault is configured. */
  readonly credentials: Pick<VaultCredentialStore, 'ofApplication' | 'forgetApplication' | 'changeApplication'> | null
  /** Our application where Vault holds no secret for it. */
  readonly fallback: Application | null
  /** Returns whether Amazon accepts the application. Throws where it says neither. */
  readonly prove: (application: Application, deadline: Deadline) => Promise<boolean>
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly timeoutMs: number
}

export interface ApplicationSecret {
  /**
   * Proves a new secret by one token, and writes it to Vault beside the one that it replaces. Without the right to
   * write it says what to do, and leaves the message. Throws what Amazon and Vault fail with: then it comes again.
   */
  rotate(fresh: NewSecret): Promise<NotificationOutcome>
  /** Warns that the secret ends, and writes when to Vault, where that is allowed. */
  noteExpiry(expiry: SecretExpiry): Promise<NotificationOutcome>
}

const allowWriting =
  'the new secret of our application can’t be written to Vault: give the service’s policy update on its path'

/** Keeps our application's secret as Amazon announces it. Logs no secret. */
export function createApplicationSecret(deps: ApplicationSecretDeps): ApplicationSecret {
  const { credentials, fallback, log } = deps
  return {
    async rotate(fresh) {
      if (credentials === null) {
        log.warn({ rotation: 'left' }, 'our application has a new secret, and there is no Vault to write it to')
        return 'left'
      }
      const deadline = deadlineIn(deps.timeoutMs)
      // Another worker may have written it just now.
      credentials.forgetApplication(secretName)
      const stored = (await credentials.ofApplication(secretName, deadline.signal))?.values ?? null
      if (!isAbout(stored, fresh.clientId, fallback)) return 'left'
      if (rotatedApplication(stored, fresh, fallback) === null) return 'handled'
      if (!(await deps.prove({ clientId: fresh.clientId, clientSecret: fresh.clientSecret() }, deadline))) {
        log.warn({ rotation: 'refused' }, 'Amazon does not accept our application’s new secret (yet)')
        return 'left'
      }
      const change = (current: typeof stored) => rotatedApplication(current, fresh, fallback)
      const outcome = await credentials.changeApplication(secretName, change, deadline.signal)
      if (outcome === 'denied') {
        log.warn({ rotation: 'denied' }, allowWriting)
        return 'left'
      }
      const { expiresAt, oldExpiresAt } = fresh
      if (outcome === 'written') log.info({ rotation: 'written', expiresAt, oldExpiresAt }, 'our secret was rotated')
      return 'handled'
    },
    async noteExpiry(expiry) {
      const { expiresAt } = expiry
      log.warn({ expiresAt }, 'the secret of our application ends: rotate it in Amazon’s developer console')
      const { signal } = deadlineIn(deps.timeoutMs)
      // The warning is what counts; the date is for the metric.
      await credentials?.changeApplication(secretName, (current) => applicationWithEnd(current, expiry), signal)
      return 'handled'
    },
  }
}
