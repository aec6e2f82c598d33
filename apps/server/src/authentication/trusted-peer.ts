import { DomainError } from '@orderport/domain'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { CidrList } from '../config/cidr-list.ts'
import { singleHeader } from '../http/headers.ts'

/** What makes a peer trusted; a peer must meet all of it. */
export interface PeerTrust {
  readonly networks: CidrList
  /** The `X-Peer-Secret` that it must send; null: none. */
  readonly secret: string | null
  /** Whether it must show a certificate that our client authority signed. */
  readonly certificate: boolean
}

/**
 * Lets only a trusted peer pass, which may then assert a tenant and a user. The network is checked by the address of
 * the socket; `X-Forwarded-For` doesn't count. Throws UNTRUSTED_PEER, and INVALID_REQUEST for a secret that was sent
 * twice.
 */
export function requireTrustedPeer(request: IncomingMessage, { networks, secret, certificate }: PeerTrust): void {
  if (!isWithin(networks, request.socket)) throw untrusted('address')
  if (certificate && !hasCertificate(request)) throw untrusted('certificate')
  if (secret !== null && !equals(singleHeader(request, 'x-peer-secret') ?? '', secret)) throw untrusted('secret')
}

/** What was found of each connection: its address stays, and requests follow each other on it. */
const found = new WeakMap<CidrList, WeakMap<Socket, boolean>>()

function isWithin(networks: CidrList, socket: Socket): boolean {
  const connections = found.get(networks) ?? new WeakMap<Socket, boolean>()
  found.set(networks, connections)
  const isTrusted = connections.get(socket) ?? networks.includes(socket.remoteAddress)
  connections.set(socket, isTrusted)
  return isTrusted
}

/** True when our authority signed the certificate that was shown in this TLS session, or in the one that it resumes. */
function hasCertificate({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket && socket.authorized
}

/** Compares in constant time. */
function equals(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected))
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}

function untrusted(detail: string): DomainError {
  return new DomainError('UNTRUSTED_PEER', { detail })
}
