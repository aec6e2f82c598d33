import { StartError, loadConfig, type Config } from '@orderport/server'
import { LocalFault } from './local-fault.ts'

/** What the caller of `npm start` may set. The rest (database, Vault, Amazon) is the profile's own. */
const adjustable = [
  'HOST',
  'PORT',
  'LOG_LEVEL',
  'STUB_MODE',
  'TRUSTED_CIDRS',
  'UPSTREAM_TIMEOUT_MS',
  'MEMBERSHIP',
  'PUBLIC_HOST',
  'PUBLIC_PORT',
  'PUBLIC_ALLOWED_ORIGINS',
  'AUTH_JWT_ISSUER',
  'AUTH_JWT_AUDIENCE',
  'AUTH_JWKS_URL',
]

/** The profile's own parts, as the service's variables. */
export type OwnVariables = Readonly<Record<`DATABASE_${string}` | `VAULT_${string}` | `AMAZON_${string}`, string>>

/** The service's configuration in the local profile. Throws a LocalFault that lists what the caller has to correct. */
export function localConfig(environment: Readonly<Record<string, string | undefined>>, own: OwnVariables): Config {
  const chosen = Object.fromEntries(adjustable.map((name) => [name, environment[name]]))
  try {
    // Warnings only, unless asked for: the commands to try shall stay in sight.
    return loadConfig({ ...chosen, LOG_LEVEL: chosen['LOG_LEVEL'] || 'warn', ...own })
  } catch (error) {
    throw error instanceof StartError ? new LocalFault(error.faults.join('; '), { cause: error }) : error
  }
}
