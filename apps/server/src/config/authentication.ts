import { z } from 'zod'
import { cidrListSchema, type CidrList } from './cidr-list.ts'
import { tlsFromEnvironment, tlsVariables, type TlsSettings } from './tls.ts'
import { headerText, httpUrl, port, text, type ValidationContext } from './variables.ts'

/** Who may call, and how callers are authenticated. */
export interface AuthenticationSettings {
  readonly trustedPeers: CidrList
  /** What a trusted peer must send as `X-Peer-Secret`; null: nothing. */
  readonly peerSecret: string | null
  /** TLS of the internal listener; null: plain HTTP. */
  readonly tls: TlsSettings | null
  readonly membership: 'enforce' | 'off'
  /** Null: no public listener. */
  readonly publicListener: PublicListenerSettings | null
  /** Null: no identity provider; the public listener accepts API keys only. */
  readonly tokens: TokenSettings | null
}

interface PublicListenerSettings {
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

export const authenticationVariables = {
  TRUSTED_CIDRS: cidrListSchema.prefault('127.0.0.0/8,::1/128'),
  PEER_SECRET: headerText.min(16, 'must have at least 16 characters').optional(),
  ...tlsVariables,
  MEMBERSHIP: z.enum(['enforce', 'off'], { error: 'must be enforce or off' }).optional(),
  PUBLIC_HOST: headerText.default('127.0.0.1'),
  PUBLIC_PORT: port.optional(),
  PUBLIC_ALLOWED_ORIGINS: originsSchema.optional(),
  AUTH_JWT_ISSUER: text.optional(),
  AUTH_JWT_AUDIENCE: text.optional(),
  AUTH_JWKS_URL: httpUrl.optional(),
}

type Variables = z.infer<z.ZodObject<typeof authenticationVariables>>

/** Where the internal listener listens. */
interface InternalAddress {
  readonly host: string
  readonly port: number
}

/**
 * Returns who may call, from the environment. Adds a line to `faults` for each thing wrong, above all for what would
 * leave the service open.
 */
export function authenticationFromEnvironment(
  variables: Variables,
  context: ValidationContext,
  internal: InternalAddress,
): AuthenticationSettings {
  const { production, faults } = context
  if (production && variables.TRUSTED_CIDRS.open) {
    faults.push(
      'TRUSTED_CIDRS: too wide for production; IPv4 networks need at least /8, IPv6 at least /16, four such at most',
    )
  }
  return {
    trustedPeers: variables.TRUSTED_CIDRS,
    peerSecret: variables.PEER_SECRET ?? null,
    tls: tlsFromEnvironment(variables, faults),
    membership: variables.MEMBERSHIP ?? (production ? 'enforce' : 'off'),
    publicListener: publicListenerFrom(variables, context, internal),
    tokens: tokensFrom(variables, context),
  }
}

function publicListenerFrom(
  { PUBLIC_HOST: host, PUBLIC_PORT: port, PUBLIC_ALLOWED_ORIGINS: allowedOrigins = [] }: Variables,
  { faults, unreadable }: ValidationContext,
  internal: InternalAddress,
): PublicListenerSettings | null {
  if (port === undefined) return null
  const everywhere = new Set(['0.0.0.0', '::'])
  const sameHost = host === internal.host || everywhere.has(host) || everywhere.has(internal.host)
  const samePort = port !== 0 && port === internal.port && !unreadable.has('PORT')
  if (samePort && sameHost) faults.push('PUBLIC_PORT: must differ from PORT')
  return { host, port, allowedOrigins }
}

function tokensFrom(variables: Variables, { production, faults, unreadable }: ValidationContext): TokenSettings | null {
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
