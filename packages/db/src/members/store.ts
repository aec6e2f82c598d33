import { memberRoles, type MembershipStore } from '@orderport/domain'
import { isUnstorable } from '../columns/storable.ts'
import { storedChoice, type StoredRecord } from '../columns/stored-value.ts'
import type { WithTenant } from '../tenant-database/tenant-database.ts'

/** Creates the store of memberships. Each call reads the table: nothing is cached. */
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
