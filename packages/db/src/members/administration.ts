import type { Instant, MemberRole, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'
import type { RecordChange } from '../administration/record-change.ts'
import { isoInstant } from '../columns/stored-value.ts'
import { requireTenant } from '../tenants/lock-tenant.ts'

interface MemberSummary {
  readonly tenantId: TenantId
  readonly email: string
  readonly role: MemberRole
  readonly createdAt: Instant
}

interface MemberKey {
  readonly tenantId: TenantId
  /** Trimmed and in lower case. */
  readonly email: string
  /** Identifies the person in the audit without naming them. */
  readonly actor: string
}

export interface MemberAdministration {
  /** Returns the members of one tenant, or of all (null). */
  list(tenantId: TenantId | null): Promise<readonly MemberSummary[]>
  /** Adds a member, or changes the role of an existing one. Throws `not_found` for an unknown tenant. */
  add(member: MemberKey, role: MemberRole): Promise<'added' | 'changed' | 'unchanged'>
  /** Throws `not_found` if there is no such member. */
  remove(member: MemberKey): Promise<void>
}

export function createMemberAdministration(
  connection: AdministratorConnection,
  record: RecordChange,
): MemberAdministration {
  return {
    list: (tenantId) =>
      connection.read(tenantId, async ({ query }) => {
        const { rows } = await query<MemberSummary>({ text: listSql, values: [tenantId] })
        return rows
      }),

    add: ({ tenantId, email, actor }, role) =>
      connection.change(tenantId, async (transaction) => {
        const { query } = transaction
        await requireTenant(transaction, tenantId)
        const inserted = await query({ text: insertSql, values: [tenantId, email, role] })
        if (inserted.rowCount === 1) {
          await record(transaction, { tenantId, action: 'member.add', subject: actor })
          return 'added'
        }
        const changed = await query({ text: changeSql, values: [tenantId, email, role] })
        if (changed.rowCount !== 1) return 'unchanged'
        await record(transaction, { tenantId, action: 'member.change', subject: actor })
        return 'changed'
      }),

    remove: ({ tenantId, email, actor }) =>
      connection.change(tenantId, async (transaction) => {
        const removed = await transaction.query({ text: removeSql, values: [tenantId, email] })
        if (removed.rowCount !== 1) throw new AdministrationError('not_found', `${tenantId} has no such member.`)
        await record(transaction, { tenantId, action: 'member.remove', subject: actor })
      }),
  }
}

const listSql = `
  SELECT tenant_id AS "tenantId", email, role, ${isoInstant('created_at')} AS "createdAt"
  FROM members WHERE $1::text IS NULL OR tenant_id = $1 ORDER BY tenant_id, email`

const insertSql = 'INSERT INTO members (tenant_id, email, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING'

const changeSql = 'UPDATE members SET role = $3 WHERE tenant_id = $1 AND email = $2 AND role <> $3'

const removeSql = 'DELETE FROM members WHERE tenant_id = $1 AND email = $2'
