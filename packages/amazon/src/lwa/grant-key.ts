import { createHash } from 'node:crypto'
import type { RefreshGrant } from './request-access-token.ts'

/** Names a grant without telling it: a rotated refresh token and another application are another key. */
export function grantKey(grant: RefreshGrant): string {
  return createHash('sha256')
    .update(JSON.stringify([grant.clientId, grant.refreshToken]))
    .digest('base64')
}
