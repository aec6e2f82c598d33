import type { Secret } from '@orderport/domain'
import { isDenied, isOutdated, parseSecret, requireWritten, versionIn, type VaultAnswer } from './vault-answer.ts'
import type { VaultClient } from './vault-client.ts'
import { VaultFailure } from './vault-failure.ts'
import type { VaultSessions } from './vault-sessions.ts'

/** Returns what a secret becomes, or null to leave it. Is called again where somebody else has changed it meanwhile. */
export type SecretChange = (current: Secret | null) => Secret | null

/** `denied`: our token may read the secret, and not write it. */
export type ChangeOutcome = 'written' | 'unchanged' | 'denied'

/** Each loses against another writer, of whom there are as many as workers. */
const mostAttempts = 10

/**
 * Changes a secret by compare-and-set: of several writers at once one wins, and the others decide anew about what it
 * wrote. Throws a VaultFailure.
 */
export async function changeSecret(
  sessions: VaultSessions,
  path: string,
  change: SecretChange,
): Promise<ChangeOutcome> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const found = await withLogin(sessions, (client) => client.read(path))
    const values = change(parseSecret(found)?.values ?? null)
    if (values === null) return 'unchanged'
    const answer = await withLogin(sessions, (client) => client.write(path, values, versionIn(found)))
    if (isDenied(answer)) return 'denied'
    if (isOutdated(answer)) continue
    requireWritten(answer)
    return 'written'
  }
  throw new VaultFailure('unavailable', 'others wrote the secret again and again')
}

/** Calls Vault, and once more with a new login if Vault denies the call and a login may help. */
export async function withLogin(
  sessions: VaultSessions,
  call: (client: VaultClient) => Promise<VaultAnswer>,
): Promise<VaultAnswer> {
  const session = await sessions.current()
  const answer = await call(session.client)
  if (!isDenied(answer)) return answer
  const next = await sessions.afterDenial(session)
  return next === session ? answer : await call(next.client)
}
