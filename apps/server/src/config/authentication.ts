import { createPrivateKey, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { cidrListSchema, type CidrList } from './cidr-list.ts'
import type { TlsSettings } from '../http/tls-settings.ts'
import { readPemFile } from './read-pem-file.ts'
import { httpUrl, port } from './variables.ts'

/** Who may call, and how that is known. */
export interface IdentitySettings {
  readonly trustedPeers: CidrList
  /** What a trusted peer's `X-Peer-Secret` must be; null where none is asked for. */
  readonly peerSecret: string | null
  /** The internal listener's; null: plain HTTP. */
  readonly tls: TlsSettings | null
  readonly membership: 'enforce' | 'off'
  /** Null: no public listener. */
  readonly publicListener: PublicListenerSettings | null
  /** Null: no identity provider, so that only API keys are good on the public listener. */
  readonly tokens: TokenSettings | null
}

export interface PublicListenerSettings {
  readonly host: string
  readonly port: number
  /** The origins whose pages may call it from a browser. */
  readonly allowedOrigins: readonly string[]
}

interface TokenSettings {
  readonly issuer: string
  readonly audience: string
  readonly jwksUrl: string
}

const originsSchema = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine((origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: 'must be origins such as https://desk.example.org, separated by commas',
  })

const jwtNames = ['AUTH_JWT_ISSUER', 'AUTH_JWT_AUDIENCE', 'AUTH_JWKS_URL'] as const

export const identityVariables = {
  TRUSTED_CIDRS: cidrListSchema.prefault('127.0.0.0/8,::1/128'),
  PEER_SECRET: z
    .string()
    .regex(/^[!-~]{16,}$/, 'must have at least 16 characters: letters, digits, punctuation, no spaces')
    .optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  TLS_CLIENT_CA: z.string().optional(),
  MEMBERSHIP: z.enum(['enforce', 'off'], { error: 'must be enforce or off' }).optional(),
  PUBLIC_HOST: z.string().default('127.0.0.1'),
  PUBLIC_PORT: port.optional(),
  PUBLIC_ALLOWED_ORIGINS: originsSchema.optional(),
  AUTH_JWT_ISSUER: z.string().optional(),
  AUTH_JWT_AUDIENCE: z.string().optional(),
  AUTH_JWKS_URL: httpUrl.optional(),
}

type Variables = z.infer<z.ZodObject<typeof identityVariables>>

interface Surroundings {
  readonly production: boolean
  /** The internal listener's place. */
  readonly internal: { readonly host: string; readonly port: number }
  readonly faults: string[]
  /** The variables that are set and can't be read: they have their fault, and are not missing. */
  readonly unreadable: ReadonlySet<string>
}

/** Who may call, from the environment. Adds a line to `faults` for each thing wrong, above all for what would open the door. */
export function identityFromEnvironment(variables: Variables, surroundings: Surroundings): IdentitySettings {
  const { production, faults } = surroundings
  if (production && variables.TRUSTED_CIDRS.open) {
    faults.push(
      'TRUSTED_CIDRS: too wide for production; IPv4 networks need at least /8, IPv6 at least /16, four such at most',
    )
  }
  return {
    trustedPeers: variables.TRUSTED_CIDRS,
    peerSecret: variables.PEER_SECRET ?? null,
    tls: tlsFrom(variables, faults),
    membership: variables.MEMBERSHIP ?? (production ? 'enforce' : 'off'),
    publicListener: publicListenerFrom(variables, surroundings),
    tokens: tokensFrom(variables, surroundings),
  }
}

function publicListenerFrom(
  { PUBLIC_HOST: host, PUBLIC_PORT: port, PUBLIC_ALLOWED_ORIGINS: allowedOrigins = [] }: Variables,
  { internal, faults, unreadable }: Surroundings,
): PublicListenerSettings | null {
  if (port === undefined) return null
  const everywhere = new Set(['0.0.0.0', '::'])
  const sameHost = host === internal.host || everywhere.has(host) || everywhere.has(internal.host)
  const samePort = port !== 0 && port === internal.port && !unreadable.has('PORT')
  if (samePort && sameHost) faults.push('PUBLIC_PORT: must differ from PORT')
  return { host, port, allowedOrigins }
}

function tokensFrom(variables: Variables, { production, faults, unreadable }: Surroundings): TokenSettings | null {
  const { AUTH_JWT_ISSUER: issuer, AUTH_JWT_AUDIENCE: audience, AUTH_JWKS_URL: jwksUrl } = variables
  if (jwksUrl !== undefined && production && new URL(jwksUrl).protocol === 'http:') {
    faults.push('AUTH_JWKS_URL: must be https in production')
  }
  if (issuer !== undefined && audience !== undefined && jwksUrl !== undefined) return { issuer, audience, jwksUrl }
  const missing = jwtNames.filter((name) => variables[name] === undefined && !unreadable.has(name))
  if (missing.length < jwtNames.length) {
    const given = jwtNames.filter((name) => !missing.includes(name)).join(' and ')
    faults.push(...missing.map((name) => `${name}: must be set with ${given}`))
  }
  return null
}

function tlsFrom(variables: Variables, faults: string[]): TlsSettings | null {
  const { TLS_CERT: certPath, TLS_KEY: keyPath, TLS_CLIENT_CA: caPath } = variables
  if (certPath === undefined && keyPath === undefined && caPath === undefined) return null
  if (certPath === undefined || keyPath === undefined) {
    faults.push('TLS_CERT and TLS_KEY: must both be set with any of TLS_CERT, TLS_KEY and TLS_CLIENT_CA')
    return null
  }
  const certificate = readPemFile('TLS_CERT', certPath, faults)
  const key = readPemFile('TLS_KEY', keyPath, faults)
  const clientAuthority = caPath === undefined ? null : readPemFile('TLS_CLIENT_CA', caPath, faults)
  if (certificate === null || key === null || (caPath !== undefined && clientAuthority === null)) return null
  if (!isUsable(certificate, key)) {
    faults.push('TLS_CERT and TLS_KEY: must be a certificate and its own key, in PEM without a passphrase')
  }
  if (clientAuthority !== null && !isCertificate(clientAuthority)) {
    faults.push('TLS_CLIENT_CA: must hold certificates in PEM')
  }
  return { certificate, key, clientAuthority }
}

/** True where the key is the certificate's. */
function isUsable(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== undefined
  } catch {
    return false
  }
}
