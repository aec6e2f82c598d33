import { StartError, loadConfig, type Config } from '@orderport/server'
import { UserError } from './user-error.ts'

/** What the caller of `npm start` may set. The profile itself sets the rest: database, Vault, Amazon. */
const adjustable = [
  'HOST',
  'PORT',
  'LOG_LEVEL',
  'STUB_MODE',
  'TRUSTED_CIDRS',
  'UPSTREAM_TIMEOUT_MS',
  'REFRESH_AFTER_MS',
  'REAUTH_RETRY_AFTER_MS',
  'MEMBERSHIP',
  'PUBLIC_HOST',
  'PUBLIC_PORT',
  'PUBLIC_ALLOWED_ORIGINS',
  'AUTH_JWT_ISSUER',
  'AUTH_JWT_AUDIENCE',
  'AUTH_JWKS_URL',
]

/** The variables that lead the service to the profile's own database, Vault and Amazon. */
export type ProfileVariables = Readonly<Record<`DATABASE_${string}` | `VAULT_${string}` | `AMAZON_${string}`, string>>

/** Returns the service's configuration in the local profile. Throws a UserError that lists what to correct. */
export function localConfig(environment: Readonly<Record<string, string | undefined>>, own: ProfileVariables): Config {
  const chosen = Object.fromEntries(adjustable.map((name) => [name, environment[name]]))
  try {
    // Logs warnings only by default, so that the printed commands stay in sight.
    return loadConfig({ ...chosen, LOG_LEVEL: chosen['LOG_LEVEL'] || 'warn', ...own })
  } catch (error) {
    throw error instanceof StartError ? new UserError(error.faults.join('; '), { cause: error }) : error
  }
}
