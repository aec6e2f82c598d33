import { DomainError } from '@orderport/domain'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { CidrList } from '../config/cidr-list.ts'
import { singleHeader } from '../http/single-header.ts'

/** What makes a peer trusted: all of it. */
export interface PeerTrust {
  readonly networks: CidrList
  /** What its `X-Peer-Secret` must be; null where none is asked for. */
  readonly secret: string | null
  /** Whether it must show a certificate that our authority for clients signed. */
  readonly certificate: boolean
}

/**
 * Lets a caller assert a tenant and a user only from a trusted network, by the address of its socket (what `X-Forwarded-For` says
 * doesn't count), and with the secret and the certificate that are asked for. Throws UNTRUSTED_PEER, and
 * INVALID_REQUEST for a doubled secret.
 */
export function requireTrustedPeer(request: IncomingMessage, { networks, secret, certificate }: PeerTrust): void {
  if (!networks.includes(request.socket.remoteAddress)) throw untrusted('address')
  if (certificate && !hasCertificate(request)) throw untrusted('certificate')
  if (secret !== null && !equals(singleHeader(request, 'x-peer-secret') ?? '', secret)) throw untrusted('secret')
}

/** True where our authority signed the certificate that was shown, now or when the session was begun that this one resumes. */
function hasCertificate({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket && socket.authorized
}

/** In a time that tells nothing of how much was right. */
function equals(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected))
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}

function untrusted(detail: string): DomainError {
  return new DomainError('UNTRUSTED_PEER', { detail })
}
