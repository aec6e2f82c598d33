import type { ErrorCode } from '@orderport/domain'
import type { VaultHealth } from '@orderport/vault'

/** Where the secrets of a tenant and of our application are. */
export interface SecretPaths {
  readonly tenant: string
  readonly application: string
}

/** Returns what to do about Vault; null while nothing is wrong. */
export function nextForVault(state: VaultHealth['state']): string | null {
  switch (state) {
    case 'ok':
    case 'standby':
      return null
    case 'sealed':
      return 'Unseal Vault.'
    case 'denied':
      return 'Correct what VAULT_AUTH names (token, or role and secret id), and give its policy read on the secrets.'
    case 'unusable':
      return 'Check VAULT_KV_MOUNT: the mount must be a key-value engine, version 2.'
    case 'unreachable':
      return 'Check VAULT_ADDR, VAULT_CACERT, and the network from here to Vault.'
  }
}

/** Returns what to do about a failure of the marketplace or its credentials. */
export function nextForFailure(code: ErrorCode, { tenant, application }: SecretPaths): string {
  switch (code) {
    case 'CREDENTIALS_UNAVAILABLE':
      return `Write ${tenant} anew with refresh_token, seller_id, marketplace_id and region, and check the policy.`
    case 'APP_CREDENTIALS_INVALID':
      return `Write client_id and client_secret of our application to ${application}, as Amazon shows them.`
    case 'CHANNEL_REAUTH_REQUIRED':
      return `The seller authorises the application again; write the new refresh_token to ${tenant}.`
    case 'UPSTREAM_FORBIDDEN':
      return `Check region in ${tenant}, and the roles of the application and of the seller’s authorisation.`
    case 'RATE_LIMITED':
      return 'Wait a minute and test again; another program may use up the account’s quota.'
    case 'UPSTREAM_TIMEOUT':
      return 'Check the network from here to Amazon, or raise UPSTREAM_TIMEOUT_MS.'
    case 'ORDER_NOT_FOUND_FOR_TENANT':
      return 'The connection works. Check the reference, and whether the order is this selling account’s.'
    default:
      return 'Check the network from here to Amazon, and Amazon’s status; then test again.'
  }
}
