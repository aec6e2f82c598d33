import type { MemberRole, TenantId } from '@orderport/domain'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'
import { importRows, type ImportOptions, type RowImport } from '../administration/import-rows.ts'
import type { RecordChange } from '../administration/record-change.ts'
import { lockTenant } from '../tenants/lock-tenant.ts'

export interface MemberRow {
  readonly tenantId: TenantId
  /** Trimmed and in lower case; once for each tenant. */
  readonly email: string
  /** Identifies the person in the audit without naming them. */
  readonly actor: string
  readonly role: MemberRole
}

/** Far below the 65,535 values that one statement can have. */
const rowsInStatement = 1000

/**
 * Adds the members, and gives those that exist the role of their row, in one transaction. Nobody is removed. Stores
 * nothing if a tenant doesn't exist; the result then names it.
 */
export function importMembers(
  connection: AdministratorConnection,
  record: RecordChange,
  rows: readonly MemberRow[],
  options: ImportOptions,
): Promise<RowImport> {
  return importRows(connection, rows, options, async (transaction, rows) => {
    const { prisma, now } = transaction
    const [tenantId] = rows.map((row) => row.tenantId)
    if (tenantId === undefined || !(await lockTenant(transaction, tenantId))) return rows.map(() => 'unknown')
    const stored = await prisma.member.findMany({ where: { tenantId }, select: { email: true, role: true } })
    const roles = new Map(stored.map(({ email, role }) => [email, role]))
    const outcomeOf = ({ email, role }: MemberRow) => {
      const before = roles.get(email)
      return before === undefined ? 'created' : before === role ? 'unchanged' : 'changed'
    }
    const added = rows.filter((row) => outcomeOf(row) === 'created')
    const changed = rows.filter((row) => outcomeOf(row) === 'changed')
    for (const some of chunks(added)) {
      const members = some.map(({ email, role }) => ({ tenantId, email, role, createdAt: now }))
      await prisma.member.createMany({ data: members })
      await record(transaction, ...some.map(({ actor }) => ({ tenantId, action: 'member.add', subject: actor })))
    }
    for (const [role, ofRole] of Map.groupBy(changed, (row) => row.role)) {
      for (const some of chunks(ofRole)) {
        const emails = some.map(({ email }) => email)
        await prisma.member.updateMany({ where: { tenantId, email: { in: emails } }, data: { role } })
        await record(transaction, ...some.map(({ actor }) => ({ tenantId, action: 'member.change', subject: actor })))
      }
    }
    return rows.map(outcomeOf)
  })
}

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += rowsInStatement) yield rows.slice(start, start + rowsInStatement)
}
