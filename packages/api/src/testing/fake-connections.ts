import { DomainError, type ConnectionKey, type ConnectionStore, type StoredConnection } from '@orderport/domain'

export interface FakeConnections {
  readonly store: ConnectionStore
  /** The names of the calls that write, in order. */
  readonly calls: string[]
  /** The stored connection of a tenant to the channel `amazon`. */
  of(tenantId: string): StoredConnection | null
  /** Changes the stored connection, as an operator does. */
  set(tenantId: string, change: Partial<StoredConnection>): void
  /** Lets time pass since credentials were refused. */
  pass(milliseconds: number): void
}

const unbound: StoredConnection = {
  status: 'pending',
  sellerId: null,
  authorisationFingerprint: null,
  refusedFingerprint: null,
  lastError: null,
}

/** Connections in memory, with one owner for each selling account and each authorisation over all tenants. */
export function fakeConnections(): FakeConnections {
  const rows = new Map<string, StoredConnection>()
  const owners = new Map<string, { readonly tenantId: string; readonly proven: boolean }>()
  const refusedAt = new Map<string, number>()
  const calls: string[] = []
  let clock = 0
  const set = (tenantId: string, change: Partial<StoredConnection>) => {
    rows.set(tenantId, { ...unbound, ...rows.get(tenantId), ...change })
  }
  const ownedBy = (tenantId: string) => [...owners].filter(([, owner]) => owner.tenantId === tenantId)
  const store: ConnectionStore = {
    find: async ({ tenantId }) => rows.get(tenantId) ?? null,
    async bind({ tenantId }, { sellerId, authorisationFingerprint }) {
      calls.push('bind')
      const names = [sellerId, authorisationFingerprint]
      const isTaken = names.some((name) => (owners.get(name)?.tenantId ?? tenantId) !== tenantId)
      if (isTaken) throw new DomainError('SELLER_ALREADY_CONNECTED')
      for (const name of names) owners.set(name, owners.get(name) ?? { tenantId, proven: false })
      set(tenantId, { status: 'pending', sellerId, authorisationFingerprint })
    },
    async confirm({ tenantId }) {
      calls.push('confirm')
      for (const [name] of ownedBy(tenantId)) owners.set(name, { tenantId, proven: true })
      set(tenantId, { status: 'active', refusedFingerprint: null, lastError: null })
    },
    async requireReauthorisation({ tenantId }, fingerprint) {
      calls.push('requireReauthorisation')
      for (const [name, { proven }] of ownedBy(tenantId)) if (!proven) owners.delete(name)
      const { sellerId } = rows.get(tenantId) ?? unbound
      refusedAt.set(tenantId, clock)
      set(tenantId, {
        status: 'reauth_required',
        sellerId: sellerId !== null && owners.has(sellerId) ? sellerId : null,
        authorisationFingerprint: null,
        refusedFingerprint: fingerprint,
        lastError: 'CHANNEL_REAUTH_REQUIRED',
      })
    },
    async claimRetry({ tenantId }, fingerprint, afterMs) {
      const isRefused = rows.get(tenantId)?.refusedFingerprint === fingerprint
      if (!isRefused || clock < (refusedAt.get(tenantId) ?? 0) + afterMs) return false
      calls.push('claimRetry')
      refusedAt.set(tenantId, clock)
      return true
    },
    async noteFailure({ tenantId }: ConnectionKey, code) {
      calls.push(`noteFailure ${code}`)
      set(tenantId, { lastError: code })
    },
  }
  const pass = (milliseconds: number) => {
    clock += milliseconds
  }
  return { store, calls, of: (tenantId) => rows.get(tenantId) ?? null, set, pass }
}
