import type { CredentialStore } from '@orderport/domain'

/** The store where no Vault is configured: it holds no credentials, so every answer is null. */
export function noVault(): CredentialStore {
  return {
    ofTenant: () => Promise.resolve(null),
    ofApplication: () => Promise.resolve(null),
    forget: () => undefined,
    forgetApplication: () => undefined,
  }
}
