import { tenantIdSchema, type CredentialStore, type Secret } from '@orderport/domain'
import { startVaultSimulator, type TokenGrant, type VaultSimulator } from '@orderport/vault-simulator'
import type { VaultAuth, VaultConfig } from '../vault-config.ts'
import { createVaultCredentialStore, type VaultCredentialStore } from '../vault-credential-store.ts'
import type { VaultEvent } from '../vault-event.ts'

export const tenant = tenantIdSchema.parse('acme')
export const tenantPath = 'keybuzz/tenants/acme/amazon_spapi'
export const secret = { refresh_token: 'Atzr|open-sesame', seller_id: 'A1' }

/** The policy of the service: it may read its secrets. */
export const reader = 'orderport'
export const hour: TokenGrant = { policies: [reader], ttl: 3600 }

/** A Vault with the tenant's secret, a store that reads it, and one clock for both. */
export interface OpenVaultStore extends AsyncDisposable {
  readonly vault: VaultSimulator
  readonly store: VaultCredentialStore
  readonly events: VaultEvent[]
  /** Moves the clock forward. */
  pass(milliseconds: number): void
  /** Returns the values of the tenant's secret, read through the store. */
  read(): Promise<Secret | null>
}

export interface OpenVaultStoreOptions {
  /** Default: the root token. */
  readonly auth?: (vault: VaultSimulator) => VaultAuth
  readonly config?: Partial<VaultConfig>
}

export async function openVaultStore(options: OpenVaultStoreOptions = {}): Promise<OpenVaultStore> {
  let now = 1_750_000_000_000
  const clock = (): number => now
  const vault = await startVaultSimulator({ now: clock })
  vault.definePolicy(reader, [{ path: 'secret/data/keybuzz/*', capabilities: ['read'] }])
  vault.put(tenantPath, secret)
  const events: VaultEvent[] = []
  const auth = options.auth?.(vault) ?? { kind: 'token', token: vault.rootToken }
  const store = createVaultCredentialStore(
    {
      address: vault.url,
      auth,
      kvMount: 'secret',
      kvPrefix: 'keybuzz',
      application: 'amazon_spapi',
      requestTimeoutMs: 5_000,
      ...options.config,
    },
    { now: clock, log: (event) => events.push(event) },
  )
  return {
    vault,
    store,
    events,
    pass: (milliseconds) => {
      now += milliseconds
    },
    read: () => readTenant(store),
    [Symbol.asyncDispose]: async () => {
      store.close()
      await vault.close()
    },
  }
}

/** Returns the values of the tenant's secret, read with a signal that never aborts. */
export async function readTenant(store: CredentialStore): Promise<Secret | null> {
  const secret = await store.ofTenant(tenant, 'amazon_spapi', new AbortController().signal)
  return secret === null ? null : secret.values
}

/** Logs the store in by AppRole, with a role whose tokens are as granted. */
export function appRole(grant: TokenGrant): (vault: VaultSimulator) => VaultAuth {
  return (vault) => ({ kind: 'approle', ...vault.createAppRole(grant) })
}

/** Gives the store a plain token as granted. */
export function plainToken(grant: TokenGrant): (vault: VaultSimulator) => VaultAuth {
  return (vault) => ({ kind: 'token', token: vault.createToken(grant) })
}

/** Returns what was thrown. Fails if nothing was. */
export async function expectFailure(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('Expected a failure')
}
