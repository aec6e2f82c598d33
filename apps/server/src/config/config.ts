import { z } from 'zod'
import {
  authenticationFromEnvironment,
  authenticationVariables,
  type AuthenticationSettings,
} from './authentication.ts'
import { notificationsFromEnvironment, notificationVariables, type NotificationSettings } from './notifications.ts'
import { StartError } from './startup-error.ts'
import {
  baseUrl,
  headerText,
  httpUrl,
  isQuoted,
  port,
  text,
  trimmed,
  wholeNumber,
  type Environment,
  type ValidationContext,
} from './variables.ts'
import { vaultFromEnvironment, vaultVariables, type VaultSettings } from './vault.ts'

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]'])

export interface Config extends AuthenticationSettings {
  readonly production: boolean
  /** What the process does: answer requests, work in the background, or both. */
  readonly role: 'api' | 'worker' | 'all'
  readonly logLevel: string
  /** The commit that was built, for metrics; null where the build didn't tell. */
  readonly commit: string | null
  readonly databaseUrl: string
  /** Where traces are sent; null: nothing is traced. */
  readonly tracing: { readonly endpoint: string; readonly sampledShare: number } | null
  /** Connections of this process to the database, and as many to a read replica. */
  readonly databasePoolSize: number
  /** A streaming replica for reads; null: every read goes to `databaseUrl`. */
  readonly readReplica: { readonly url: string; readonly maxLagMs: number } | null
  readonly host: string
  readonly port: number
  /** How often the orders that changed are asked for, for each connection, in milliseconds. */
  readonly sweepEveryMs: number
  readonly stubMode: 'on' | 'off'
  /** How long requests are still answered after SIGTERM, while load balancers notice, in milliseconds. */
  readonly shutdownDelayMs: number
  /** The whole import's budget for Vault and Amazon, in milliseconds. */
  readonly upstreamTimeoutMs: number
  /** How long an order that isn't final is answered from what is stored, in milliseconds. */
  readonly refreshAfterMs: number
  /** How long credentials that the marketplace refused are not tried again, in milliseconds. */
  readonly reauthRetryAfterMs: number
  /** Null: no Vault, so no tenant has credentials. */
  readonly vault: VaultSettings | null
  /** Null: Amazon announces nothing to us. */
  readonly notifications: NotificationSettings | null
  readonly amazon: {
    readonly ordersApi: '2026-01-01' | 'v0'
    /** Null: Amazon's own endpoint for the seller's region. */
    readonly spapiEndpoint: string | null
    readonly lwaEndpoint: string
    /** The Amazon application to use when Vault holds no secret for it. */
    readonly application: { readonly clientId: string; readonly clientSecret: string } | null
  }
}

const postgresUrl = text.refine((value) => /^postgres(?:ql)?:\/\//.test(value) && URL.canParse(value), {
  error: 'must be a postgres:// URL of the runtime role; percent-encode special characters of its password',
})

const share = z
  .string()
  .regex(/^(?:0(?:\.\d{1,10})?|1(?:\.0{1,10})?)$/, 'must be a share from 0 to 1, such as 0.1')
  .transform(Number)

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const dayMs = 24 * 60 * 60_000

const variablesSchema = z.object({
  NODE_ENV: z
    .string()
    .toLowerCase()
    .refine((name) => name !== 'prod', 'must be production, written in full')
    .default('development'),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  BUILD_COMMIT: headerText.optional(),
  DATABASE_URL: postgresUrl,
  DATABASE_POOL_SIZE: wholeNumber('a number of connections', 2, 1000).default(10),
  DATABASE_READ_URL: postgresUrl.optional(),
  DATABASE_READ_MAX_LAG_MS: wholeNumber('milliseconds', 100, dayMs).default(5000),
  HOST: headerText.default('127.0.0.1'),
  PORT: port.default(4000),
  ROLE: z.enum(['api', 'worker', 'all'], { error: 'must be api, worker or all' }).default('all'),
  SWEEP_EVERY_MS: wholeNumber('milliseconds', 1000, dayMs).default(5 * 60_000),
  SHUTDOWN_DELAY_MS: wholeNumber('milliseconds', 0, 15_000).default(1000),
  STUB_MODE: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  UPSTREAM_TIMEOUT_MS: wholeNumber('milliseconds', 100, 120_000).default(10_000),
  REFRESH_AFTER_MS: wholeNumber('milliseconds', 0, Number.MAX_SAFE_INTEGER).default(15 * 60_000),
  REAUTH_RETRY_AFTER_MS: wholeNumber('milliseconds', 0, 365 * dayMs).default(30 * 60_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl.optional(),
  OTEL_TRACES_SAMPLER_ARG: share.default(1),
  AMAZON_ORDERS_API: z.enum(['2026-01-01', 'v0'], { error: 'must be 2026-01-01 or v0' }).default('2026-01-01'),
  AMAZON_SPAPI_ENDPOINT: baseUrl.optional(),
  AMAZON_LWA_ENDPOINT: httpUrl.default('https://api.amazon.com/auth/o2/token'),
  AMAZON_SPAPI_CLIENT_ID: headerText.optional(),
  AMAZON_SPAPI_CLIENT_SECRET: headerText.optional(),
  ...notificationVariables,
  ...authenticationVariables,
  ...vaultVariables,
})

const amazonUrls = [
  'AMAZON_SPAPI_ENDPOINT',
  'AMAZON_LWA_ENDPOINT',
  'AMAZON_NOTIFICATIONS_ENDPOINT',
  'AMAZON_NOTIFICATIONS_QUEUE_URL',
] as const

/**
 * Returns the configuration in these environment variables. Values are trimmed, and a blank variable counts as unset.
 * Throws StartError with one line for each fault.
 */
export function loadConfig(environment: Environment): Config {
  const { variables, faults, unreadable } = parseVariables(trimmed(environment))
  const production = variables.NODE_ENV === 'production'
  const internal = { host: variables.HOST, port: variables.PORT }
  const context = { production, faults, unreadable }
  const authentication = authenticationFromEnvironment(variables, context, internal)
  const vault = vaultFromEnvironment(variables, context)
  const application = applicationFrom(variables, context)
  const notifications = notificationsFromEnvironment(variables, context)
  for (const name of amazonUrls) {
    const value = variables[name]
    if (value !== undefined && !isAllowedAmazonUrl(new URL(value), production)) {
      faults.push(`${name}: plain http is for a simulator on loopback, outside production; use https`)
    }
  }
  if (faults.length > 0) throw new StartError(faults)
  return {
    production,
    role: variables.ROLE,
    sweepEveryMs: variables.SWEEP_EVERY_MS,
    logLevel: variables.LOG_LEVEL,
    commit: variables.BUILD_COMMIT ?? null,
    tracing:
      variables.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? null
        : { endpoint: variables.OTEL_EXPORTER_OTLP_ENDPOINT, sampledShare: variables.OTEL_TRACES_SAMPLER_ARG },
    databaseUrl: variables.DATABASE_URL,
    databasePoolSize: variables.DATABASE_POOL_SIZE,
    readReplica:
      variables.DATABASE_READ_URL === undefined
        ? null
        : { url: variables.DATABASE_READ_URL, maxLagMs: variables.DATABASE_READ_MAX_LAG_MS },
    ...internal,
    ...authentication,
    stubMode: variables.STUB_MODE,
    shutdownDelayMs: variables.SHUTDOWN_DELAY_MS,
    upstreamTimeoutMs: variables.UPSTREAM_TIMEOUT_MS,
    refreshAfterMs: variables.REFRESH_AFTER_MS,
    reauthRetryAfterMs: variables.REAUTH_RETRY_AFTER_MS,
    vault,
    notifications,
    amazon: {
      ordersApi: variables.AMAZON_ORDERS_API,
      spapiEndpoint: variables.AMAZON_SPAPI_ENDPOINT ?? null,
      lwaEndpoint: variables.AMAZON_LWA_ENDPOINT,
      application,
    },
  }
}

/**
 * Returns the parsed variables, and one fault for each that can't be read. Such a variable takes its default, so that
 * the remaining checks still run and report every other fault.
 */
function parseVariables(set: Readonly<Record<string, string>>) {
  const names = Object.keys(variablesSchema.shape)
  const quoted = names.filter((name) => isQuoted(set[name] ?? ''))
  const issues = new Map((variablesSchema.safeParse(set).error?.issues ?? []).toReversed().map(faultIn))
  for (const name of quoted) issues.set(name, 'must be written without quotes around it')
  const faults = [...issues]
    .toReversed()
    .map(([name, fault]) => `${name}: ${set[name] === undefined ? 'must be set' : fault}`)
  const readable = Object.fromEntries(Object.entries(set).filter(([name]) => !issues.has(name)))
  const variables = variablesSchema.parse({ DATABASE_URL: 'postgres://unknown', ...readable })
  return { variables, faults, unreadable: new Set(issues.keys()) }
}

/** Returns the variable's name, and what is wrong. Never repeats a value that may be a secret. */
function faultIn({ path, message }: z.core.$ZodIssue): readonly [string, string] {
  return [String(path[0]), message]
}

/** Returns the owner's URL, for the operators' commands: DATABASE_ADMIN_URL, else DATABASE_URL. Throws StartError. */
export function loadAdminUrl(environment: Environment): string {
  const { DATABASE_ADMIN_URL: owner, DATABASE_URL: runtime } = trimmed(environment)
  const value = owner ?? runtime
  if (value === undefined) throw new StartError(['DATABASE_ADMIN_URL: must be set (or DATABASE_URL)'])
  if (!postgresUrl.safeParse(value).success) {
    throw new StartError(['DATABASE_ADMIN_URL: must be a postgres:// URL of the owner'])
  }
  return value
}

function applicationFrom(
  { AMAZON_SPAPI_CLIENT_ID: clientId, AMAZON_SPAPI_CLIENT_SECRET: clientSecret }: z.infer<typeof variablesSchema>,
  { faults, unreadable }: ValidationContext,
): Config['amazon']['application'] {
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
  const given = [clientId, clientSecret].some((value) => value !== undefined)
  const isUnreadable = unreadable.has('AMAZON_SPAPI_CLIENT_ID') || unreadable.has('AMAZON_SPAPI_CLIENT_SECRET')
  if (given && !isUnreadable) faults.push('AMAZON_SPAPI_CLIENT_ID and AMAZON_SPAPI_CLIENT_SECRET: set both or neither')
  return null
}

function isAllowedAmazonUrl(endpoint: URL, production: boolean): boolean {
  return endpoint.protocol === 'https:' || (!production && loopbackHosts.has(endpoint.hostname))
}
