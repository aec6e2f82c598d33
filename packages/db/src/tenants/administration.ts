import type { Instant, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection, Transaction } from '../administration/administrator-connection.ts'
import { importRows, type ImportOptions, type RowImport } from '../administration/import-rows.ts'
import type { RecordChange } from '../administration/record-change.ts'

interface TenantSummary {
  readonly id: string
  readonly name: string | null
  readonly members: number
  /** The number of keys that are not revoked. */
  readonly keys: number
  readonly createdAt: Instant
}

interface TenantRow {
  readonly tenantId: TenantId
  /** Null leaves the name of an existing tenant as it is. */
  readonly name: string | null
}

export interface TenantAdministration {
  list(): Promise<readonly TenantSummary[]>
  /** Adds the tenant. Renames an existing one if a name is given. */
  add(tenantId: TenantId, name: string | null): Promise<'added' | 'renamed' | 'unchanged'>
  /** Adds and renames tenants, each of which is in one row: all of them, or none. */
  import(rows: readonly TenantRow[], options: ImportOptions): Promise<RowImport>
  /**
   * Removes the tenant, its connections and its revoked keys. Its audit stays. Throws `not_found`, and `refused` while
   * the tenant has members, keys that are not revoked, or orders.
   */
  remove(tenantId: TenantId): Promise<void>
}

export function createTenantAdministration(
  connection: AdministratorConnection,
  record: RecordChange,
): TenantAdministration {
  return {
    list: () =>
      connection.read(null, async ({ prisma }) => {
        const counts = { members: true, apiKeys: { where: { revokedAt: null } } }
        const tenants = await prisma.tenant.findMany({
          select: { id: true, name: true, createdAt: true, _count: { select: counts } },
          orderBy: { id: 'asc' },
        })
        return tenants.map(({ id, name, createdAt, _count: { members, apiKeys } }) => ({
          id,
          name,
          members,
          keys: apiKeys,
          createdAt: createdAt.toISOString(),
        }))
      }),

    add: (tenantId, name) =>
      connection.change(tenantId, (transaction) => addOrRename(transaction, record, tenantId, name)),

    import: (rows, options) =>
      importRows(connection, rows, options, async (transaction, rows) => {
        const outcomes: ('created' | 'changed' | 'unchanged')[] = []
        for (const { tenantId, name } of rows) {
          outcomes.push(outcomeOf[await addOrRename(transaction, record, tenantId, name)])
        }
        return outcomes
      }),

    remove: (tenantId) =>
      connection.change(tenantId, async (transaction) => {
        const { prisma } = transaction
        const locked = await prisma.$queryRaw<unknown[]>`SELECT id FROM tenants WHERE id = ${tenantId} FOR UPDATE`
        if (locked.length === 0) throw new AdministrationError('not_found', `There is no tenant ${tenantId}.`)
        await refuseInUse(transaction, tenantId)
        await prisma.channelConnection.deleteMany({ where: { tenantId } })
        await prisma.sellerClaim.deleteMany({ where: { tenantId } })
        await prisma.tenant.deleteMany({ where: { id: tenantId } })
        await record(transaction, { tenantId, action: 'tenant.remove', subject: tenantId })
      }),
  }
}

const outcomeOf = { added: 'created', renamed: 'changed', unchanged: 'unchanged' } as const

async function addOrRename(
  transaction: Transaction,
  record: RecordChange,
  tenantId: TenantId,
  name: string | null,
): Promise<keyof typeof outcomeOf> {
  const { prisma, now } = transaction
  const tenant = { id: tenantId, name, createdAt: now }
  const added = await prisma.tenant.createMany({ data: tenant, skipDuplicates: true })
  if (added.count === 1) {
    await record(transaction, { tenantId, action: 'tenant.add', subject: tenantId })
    return 'added'
  }
  if (name === null) return 'unchanged'
  const renamed = await prisma.tenant.updateMany({
    where: { id: tenantId, OR: [{ name: null }, { name: { not: name } }] },
    data: { name },
  })
  if (renamed.count !== 1) return 'unchanged'
  await record(transaction, { tenantId, action: 'tenant.rename', subject: tenantId })
  return 'renamed'
}

async function refuseInUse({ prisma }: Transaction, tenantId: TenantId): Promise<void> {
  const counts = {
    members: await prisma.member.count({ where: { tenantId } }),
    'keys that are not revoked': await prisma.apiKey.count({ where: { tenantId, revokedAt: null } }),
    orders: await prisma.order.count({ where: { tenantId } }),
  }
  const left = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name}: ${count}`)
  if (left.length === 0) return
  throw new AdministrationError('refused', `The tenant ${tenantId} is not removed while it has ${left.join(', ')}.`)
}
