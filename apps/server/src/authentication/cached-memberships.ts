import type { MemberRole, MembershipStore, TenantId } from '@orderport/domain'
import { LRUCache } from 'lru-cache'

/** Somebody who is removed may go on for this time, and the time of one query. */
const rememberedForMs = 10_000
const maxRoles = 10_000

interface Question {
  readonly tenantId: TenantId
  readonly email: string
}

/**
 * The same memberships, with members' roles remembered for a moment and one query for simultaneous questions. That
 * somebody is a stranger is never remembered, nor is a failure: who is added gets in at once.
 */
export function rememberedRoles(memberships: MembershipStore, now: () => Date): MembershipStore {
  const roles = new LRUCache<string, MemberRole, Question>({
    max: maxRoles,
    ttl: rememberedForMs,
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
