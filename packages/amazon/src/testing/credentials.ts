import { type CredentialStore, type Secret, type StoredSecret, tenantIdSchema } from '@orderport/domain'

export const tenantId = tenantIdSchema.parse('tenant-1')

export const application = { clientId: 'amzn1.application-oa2-client.1', clientSecret: 'the-app-secret' }

/**
 * A credential store that holds the first version of this secret for every tenant, and none for the application unless
 * it is given.
 */
export function storeOf(tenant: Secret | null, ofApplication: Secret | null = null): CredentialStore {
  return {
    ofTenant: () => Promise.resolve(firstVersion(tenant)),
    ofApplication: () => Promise.resolve(firstVersion(ofApplication)),
    forget: () => undefined,
    forgetApplication: () => undefined,
  }
}

function firstVersion(values: Secret | null): StoredSecret | null {
  return values === null ? null : { values, version: '1' }
}
