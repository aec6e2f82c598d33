import type { InboxFixture } from './inbox-fixture.ts'

/** Something that an import needs and that can be away. */
export interface Outage {
  readonly name: string
  /** What the agent reads. */
  readonly sentence: string
  /** Begins it for a tenant, or for all of them. Returns what ends it. */
  begin(inbox: InboxFixture, tenantId: string): Promise<() => Promise<void>>
}

/** Everything that an import needs. */
export const outages: readonly Outage[] = [
  {
    name: 'Orderport',
    sentence: 'Le service des commandes ne répond pas. Réessayez dans quelques instants.',
    async begin({ proxy }) {
      proxy.answering = false
      return async () => {
        proxy.answering = true
      }
    },
  },
  {
    name: 'the database',
    sentence: 'La base de données ne répond pas pour le moment. Réessayez dans quelques instants.',
    async begin({ service }) {
      await service.database.superuserQuery('ALTER TABLE orders RENAME TO orders_away')
      return async () => {
        await service.database.superuserQuery('ALTER TABLE orders_away RENAME TO orders')
      }
    },
  },
  {
    name: 'Vault',
    sentence: 'Les identifiants Amazon ne peuvent pas être lus pour le moment. Réessayez dans quelques instants.',
    async begin({ service }, tenantId) {
      const outage = service.vault.faults.push({ fault: { kind: 'reset' }, path: `tenants/${tenantId}/` })
      return async () => outage.release()
    },
  },
  {
    name: 'Amazon',
    sentence: "Amazon n'a pas répondu correctement. Réessayez dans quelques instants.",
    async begin({ service: { amazon } }, tenantId) {
      const fault = { kind: 'internal-failure' } as const
      amazon.faults.push({ operation: 'getOrder', fault, sellerId: `SELLER-${tenantId}`, times: Infinity })
      return async () => amazon.faults.clear()
    },
  },
]
