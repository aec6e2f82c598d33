import { DomainError } from '@orderport/domain'
import type { IncomingMessage } from 'node:http'
import type { CidrList } from './cidr-list.ts'

/**
 * Lets a caller assert a tenant only from a trusted network, by the address of its socket; what `X-Forwarded-For` says
 * doesn't count. Throws UNTRUSTED_PEER.
 */
export function requireTrustedPeer(request: IncomingMessage, trusted: CidrList): void {
  if (!trusted.includes(request.socket.remoteAddress)) throw new DomainError('UNTRUSTED_PEER')
}
