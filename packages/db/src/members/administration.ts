import type { Instant, MemberRole, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'
import type { ImportOptions, RowImport } from '../administration/import-rows.ts'
import type { RecordChange } from '../administration/record-change.ts'
import type { Member } from '../generated/client.ts'
import { requireTenant } from '../tenants/lock-tenant.ts'
import { importMembers, type MemberRow } from './import-members.ts'

interface MemberSummary {
  readonly tenantId: string
  readonly email: string
  readonly role: string
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
  /** Adds members and changes roles: all of them, or none. Stores nothing if a tenant doesn't exist. */
  import(rows: readonly MemberRow[], options: ImportOptions): Promise<RowImport>
  /** Throws `not_found` if there is no such member. */
  remove(member: MemberKey): Promise<void>
}

export function createMemberAdministration(
  connection: AdministratorConnection,
  record: RecordChange,
): MemberAdministration {
  return {
    list: (tenantId) =>
      connection.read(tenantId, async ({ prisma }) => {
        const members = await prisma.member.findMany({
          where: tenantId === null ? {} : { tenantId },
          orderBy: [{ tenantId: 'asc' }, { email: 'asc' }],
        })
        return members.map((member) => toSummary(member))
      }),

    add: ({ tenantId, email, actor }, role) =>
      connection.change(tenantId, async (transaction) => {
        const { prisma, now } = transaction
        await requireTenant(transaction, tenantId)
        const member = { tenantId, email, role, createdAt: now }
        const added = await prisma.member.createMany({ data: member, skipDuplicates: true })
        if (added.count === 1) {
          await record(transaction, { tenantId, action: 'member.add', subject: actor })
          return 'added'
        }
        const changed = await prisma.member.updateMany({
          where: { tenantId, email, role: { not: role } },
          data: { role },
        })
        if (changed.count !== 1) return 'unchanged'
        await record(transaction, { tenantId, action: 'member.change', subject: actor })
        return 'changed'
      }),

    import: (rows, options) => importMembers(connection, record, rows, options),

    remove: ({ tenantId, email, actor }) =>
      connection.change(tenantId, async (transaction) => {
        const removed = await transaction.prisma.member.deleteMany({ where: { tenantId, email } })
        if (removed.count !== 1) throw new AdministrationError('not_found', `${tenantId} has no such member.`)
        await record(transaction, { tenantId, action: 'member.remove', subject: actor })
      }),
  }
}

function toSummary({ tenantId, email, role, createdAt }: Member): MemberSummary {
  return { tenantId, email, role, createdAt: createdAt.toISOString() }
}
