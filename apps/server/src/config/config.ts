import { z } from 'zod'
import {
  authenticationFromEnvironment,
  authenticationVariables,
  type AuthenticationSettings,
} from './authentication.ts'
import { StartError } from './startup-error.ts'
import { httpUrl, port } from './variables.ts'
import { vaultFromEnvironment, vaultVariables, type VaultSettings } from './vault.ts'

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]'])

export interface Config extends AuthenticationSettings {
  readonly logLevel: string
  readonly databaseUrl: string
  readonly host: string
  readonly port: number
  readonly stubMode: 'on' | 'off'
  /** The whole import's budget for Vault and Amazon, in milliseconds. */
  readonly upstreamTimeoutMs: number
  /** Null: no Vault, so no tenant has credentials. */
  readonly vault: VaultSettings | null
  readonly amazon: {
    readonly ordersApi: '2026-01-01' | 'v0'
    /** Null: Amazon's own endpoint for the seller's region. */
    readonly spapiEndpoint: string | null
    readonly lwaEndpoint: string
    /** The Amazon application to use when Vault holds no secret for it. */
    readonly application: { readonly clientId: string; readonly clientSecret: string } | null
  }
}

const postgresUrl = z
  .string()
  .refine((value) => URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol), {
    error: 'must be a postgres:// URL of the runtime role',
  })

const variablesSchema = z.object({
  NODE_ENV: z.string().default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATABASE_URL: postgresUrl,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  STUB_MODE: z.enum(['on', 'off']).default('on'),
  UPSTREAM_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
  AMAZON_ORDERS_API: z.enum(['2026-01-01', 'v0'], { error: 'must be 2026-01-01 or v0' }).default('2026-01-01'),
  AMAZON_SPAPI_ENDPOINT: httpUrl.optional(),
  AMAZON_LWA_ENDPOINT: httpUrl.default('https://api.amazon.com/auth/o2/token'),
  AMAZON_SPAPI_CLIENT_ID: z.string().optional(),
  AMAZON_SPAPI_CLIENT_SECRET: z.string().optional(),
  ...authenticationVariables,
  ...vaultVariables,
})

/**
 * Returns the configuration in these environment variables; an empty variable counts as unset.
 * Throws StartError with one line for each fault.
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const { variables, faults, unreadable } = parseVariables(set)
  const production = variables.NODE_ENV === 'production'
  const internal = { host: variables.HOST, port: variables.PORT }
  const context = { production, faults, unreadable }
  const authentication = authenticationFromEnvironment(variables, context, internal)
  const vault = vaultFromEnvironment(variables, context)
  if ((variables.AMAZON_SPAPI_CLIENT_ID === undefined) !== (variables.AMAZON_SPAPI_CLIENT_SECRET === undefined)) {
    faults.push('AMAZON_SPAPI_CLIENT_ID and AMAZON_SPAPI_CLIENT_SECRET: set both or neither')
  }
  for (const name of ['AMAZON_SPAPI_ENDPOINT', 'AMAZON_LWA_ENDPOINT'] as const) {
    const value = variables[name]
    if (value !== undefined && !isAllowedAmazonUrl(new URL(value), production)) {
      faults.push(`${name}: plain http is for a simulator on loopback, outside production; use https`)
    }
  }
  if (faults.length > 0) throw new StartError(faults)

  const clientId = variables.AMAZON_SPAPI_CLIENT_ID
  const clientSecret = variables.AMAZON_SPAPI_CLIENT_SECRET
  return {
    logLevel: variables.LOG_LEVEL,
    databaseUrl: variables.DATABASE_URL,
    ...internal,
    ...authentication,
    stubMode: variables.STUB_MODE,
    upstreamTimeoutMs: variables.UPSTREAM_TIMEOUT_MS,
    vault,
    amazon: {
      ordersApi: variables.AMAZON_ORDERS_API,
      spapiEndpoint: variables.AMAZON_SPAPI_ENDPOINT ?? null,
      lwaEndpoint: variables.AMAZON_LWA_ENDPOINT,
      application: clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret },
    },
  }
}

/**
 * Returns the parsed variables, and one fault for each that can't be read. Such a variable takes its default, so that
 * the remaining checks still run and report every other fault.
 */
function parseVariables(set: Record<string, string | undefined>) {
  const parsed = variablesSchema.safeParse(set)
  if (parsed.success) return { variables: parsed.data, faults: [], unreadable: new Set<string>() }
  const issues = new Map(parsed.error.issues.toReversed().map((issue) => [String(issue.path[0]), issue]))
  const faults = [...issues].toReversed().map(([name, issue]) => `${name}: ${describe(issue, set)}`)
  const readable = Object.fromEntries(Object.entries(set).filter(([name]) => !issues.has(name)))
  const variables = variablesSchema.parse({ DATABASE_URL: 'postgres://unknown', ...readable })
  return { variables, faults, unreadable: new Set(issues.keys()) }
}

/** Returns the owner's URL, for the operators' commands: DATABASE_ADMIN_URL, else DATABASE_URL. Throws StartError. */
export function loadAdminUrl(environment: Readonly<Record<string, string | undefined>>): string {
  const value = environment['DATABASE_ADMIN_URL'] || environment['DATABASE_URL']
  if (value === undefined || value === '') throw new StartError(['DATABASE_ADMIN_URL: must be set (or DATABASE_URL)'])
  if (!variablesSchema.shape.DATABASE_URL.safeParse(value).success) {
    throw new StartError(['DATABASE_ADMIN_URL: must be a postgres:// URL of the owner'])
  }
  return value
}

function isAllowedAmazonUrl(endpoint: URL, production: boolean): boolean {
  return endpoint.protocol === 'https:' || (!production && loopbackHosts.has(endpoint.hostname))
}

/** Returns what is wrong. Never repeats a value: it may be a secret. */
function describe(issue: z.core.$ZodIssue, set: Record<string, string | undefined>): string {
  const name = String(issue.path[0])
  return set[name] === undefined ? 'must be set' : issue.message
}
