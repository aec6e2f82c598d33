import type { CredentialStore } from '@orderport/domain'

/** The store of a service without a Vault: it holds no credentials. */
export const emptyCredentialStore: CredentialStore = {
  ofTenant: () => Promise.resolve(null),
  ofApplication: () => Promise.resolve(null),
  forget: () => undefined,
  forgetApplication: () => undefined,
}
