import { memberRoles, type MembershipStore } from '@orderport/domain'
import type { WithTenant } from '../door/door.ts'
import { isUnstorable } from '../orders/storable.ts'
import { storedChoice, type StoredRecord } from '../orders/stored-value.ts'

/** Who is a member of which tenant, read anew by each call. */
export function createMembershipStore(withTenant: WithTenant): MembershipStore {
  return {
    async roleOf(tenantId, email) {
      if (isUnstorable(email)) return null
      const { rows } = await withTenant(tenantId).query<StoredRecord>({
        name: 'members_role',
        text: 'SELECT role FROM members WHERE tenant_id = $1 AND email = lower(btrim($2))',
        values: [tenantId, email],
      })
      return storedChoice(rows[0]?.['role'], memberRoles)
    },
  }
}
