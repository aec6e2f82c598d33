import { type Secret, parseInstant } from '@orderport/domain'
import type { Application } from './credentials.ts'
import type { NewSecret, SecretExpiry } from './notifications/notification.ts'

/**
 * Returns the application's stored secret with the new one in it, beside the one that it replaces. Returns null where
 * there is nothing to change: it holds the new one, or one that ends later. `fallback` is the application where nothing
 * is stored.
 */
export function rotatedApplication(
  stored: Secret | null,
  fresh: Pick<NewSecret, 'clientId' | 'clientSecret' | 'expiresAt' | 'oldExpiresAt'>,
  fallback: Application | null,
): Secret | null {
  const current = currentOf(stored, fallback)
  const clientSecret = fresh.clientSecret()
  if (current?.['client_id'] !== fresh.clientId || current['client_secret'] === clientSecret) return null
  if (current['previous_client_secret'] === clientSecret || endsLater(current, fresh.expiresAt)) return null
  return {
    ...current,
    client_secret: clientSecret,
    expires_at: fresh.expiresAt,
    previous_client_secret: current['client_secret'],
    previous_until: fresh.oldExpiresAt,
  }
}

/** Returns the application's stored secret with the moment at which it ends, or null where that is known already. */
export function applicationWithEnd(
  stored: Secret | null,
  { clientId, expiresAt }: Pick<SecretExpiry, 'clientId' | 'expiresAt'>,
): Secret | null {
  if (stored === null || stored['client_id'] !== clientId || expiresAt === null) return null
  // A notification from before a rotation, which comes late.
  if (parseInstant(stored['expires_at']) === expiresAt || endsLater(stored, expiresAt)) return null
  return { ...stored, expires_at: expiresAt }
}

/** True for a notification that is about this application. */
export function isAbout(stored: Secret | null, clientId: string, fallback: Application | null): boolean {
  return currentOf(stored, fallback)?.['client_id'] === clientId
}

function currentOf(stored: Secret | null, fallback: Application | null): Secret | null {
  if (stored !== null) return stored
  return fallback === null ? null : { client_id: fallback.clientId, client_secret: fallback.clientSecret }
}

function endsLater({ expires_at: end }: Secret, than: string | null): boolean {
  const known = parseInstant(end)
  return known !== null && than !== null && Date.parse(known) > Date.parse(than)
}
