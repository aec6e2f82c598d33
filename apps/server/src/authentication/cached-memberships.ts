import type { MemberRole, MembershipStore, TenantId } from '@orderport/domain'
import { LRUCache } from 'lru-cache'

/** A removed member is refused after this time at the latest, plus one query. */
const cachedForMs = 10_000
const maxRoles = 10_000

interface Member {
  readonly tenantId: TenantId
  readonly email: string
}

/**
 * Returns the same memberships behind a short cache; simultaneous look-ups of a member share one query. Only roles are
 * cached: neither that somebody is no member, so that a new member gets in at once, nor a failure.
 */
export function cachedMemberships(memberships: MembershipStore, now: () => Date): MembershipStore {
  const roles = new LRUCache<string, MemberRole, Member>({
    max: maxRoles,
    ttl: cachedForMs,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context }) =>
      (await memberships.roleOf(context.tenantId, context.email)) ?? undefined,
  })
  return {
    async roleOf(tenantId, email) {
      const context = { tenantId, email: email.trim().toLowerCase() }
      return (await roles.fetch(`${tenantId} ${context.email}`, { context })) ?? null
    },
  }
}
