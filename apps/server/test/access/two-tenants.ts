import { sampleOrder } from '../harness/sample-order.ts'
import type { startOrderport } from '../harness/start-orderport.ts'

/** A tenant of the matrix. All of its data is recognisable: no word of it occurs anywhere else. */
export interface TenantFixture {
  readonly tenantId: string
  /** Its member's e-mail address. */
  readonly member: string
  /** Its stored order, which has nothing in common with the other tenant's rows. */
  readonly order: { readonly id: string; readonly reference: string }
  readonly sellerId: string
  readonly customerName: string
  readonly customerEmail: string
  readonly trackingCode: string
  /** The id of its order with the shared reference. */
  readonly sharedOrderId: string
  /** The reference of the order that it imports. */
  readonly importedReference: string
  /** Its import that has ended: one order of it failed. */
  readonly importId: string
  /** Its import of the shared period, which is under way. */
  readonly backfillId: string
  /** Who started its imports. */
  readonly requestedBy: string
  /** Words of its data that nobody else may see. */
  readonly canaries: readonly string[]
}

/** The reference that an order of each tenant has. */
export const sharedReference = '555-5555555-5555555'

/** The id that an import of each tenant has, which has ended. */
const sharedImportId = 'imp-mlshared-canary'

/** The period that each tenant is importing. A second start of the same import returns the first one. */
export const sharedPeriod = { since: '2026-02-01T00:00:00.000Z', until: '2026-02-08T00:00:00.000Z' } as const

export const tenantA = defineTenant('a', '1')
export const tenantB = defineTenant('b', '2')
/** An id and a reference of the right shape that no order has. */
export const absentOrder = { id: 'ord-mlabsent-absent', reference: '999-0000000-0000009' } as const
const absentImportId = 'imp-mlabsent-absent'

function defineTenant(letter: 'a' | 'b', digit: string): TenantFixture {
  const reference = (last: string) => `${digit.repeat(3)}-${digit.repeat(7)}-${digit.repeat(6)}${last}`
  const tenant = {
    tenantId: `tenant-${letter}`,
    member: `member@canary-${letter}.example`,
    order: { id: `ord-ml${letter.repeat(5)}0-canary`, reference: reference('1') },
    sellerId: `CANARY-SELLER-${letter}`,
    customerName: `Canary Customer ${letter.toUpperCase()}`,
    customerEmail: `customer@canary-${letter}.example`,
    trackingCode: `CANARYTRACK${digit}${letter.toUpperCase()}`,
    sharedOrderId: `ord-mlshared-canry${letter}`,
    importedReference: reference('2'),
    importId: `imp-ml${letter.repeat(5)}0-canary`,
    backfillId: `imp-ml${letter.repeat(5)}1-canary`,
    requestedBy: `agent-of.canary-${letter}.example`,
  }
  const { tenantId: _, order, ...others } = tenant
  return { ...tenant, canaries: [...Object.values(order), ...Object.values(others)] }
}

/** Returns the import that stands for an order in the requests of the matrix: one of the same tenant, or of both. */
export function importIdFor(order: string): string {
  if (order === sharedReference) return sharedImportId
  const owner = [tenantA, tenantB].find((tenant) => Object.values(tenant.order).includes(order))
  return owner?.importId ?? absentImportId
}

type Orderport = Awaited<ReturnType<typeof startOrderport>>

/**
 * Gives the tenant a member, a working connection, an order that it imports, one of its own, and one with the shared
 * reference; an import of its own that has ended, one with the shared id, and one of the shared period.
 */
export async function seedTenant(service: Orderport, tenant: TenantFixture): Promise<void> {
  const { tenantId, member, order, sellerId, sharedOrderId, importedReference } = tenant
  await service.addMember(tenantId, member)
  service.connect(tenantId, sellerId).putOrder(sampleOrder(importedReference))
  const answer = await service.call('/api/v1/orders/import-one', {
    method: 'POST',
    headers: { 'x-tenant-id': tenantId, 'x-user-email': member },
    body: { orderRef: importedReference },
  })
  if (answer.status !== 200) throw new Error(`the tenant's order was not imported: ${answer.text}`)
  await storeOrder(service, tenant, order)
  await storeOrder(service, tenant, { id: sharedOrderId, reference: sharedReference })
  await storeEndedImport(service, tenant, tenant.importId)
  await storeEndedImport(service, tenant, sharedImportId)
  await storeBackfill(service, tenant)
}

/** Stores an order under way that was checked just now, so that nobody asks Amazon for it, and that is late. */
async function storeOrder({ database }: Orderport, tenant: TenantFixture, order: TenantFixture['order']) {
  const { tenantId, customerName, customerEmail, trackingCode } = tenant
  await database.superuserQuery(
    `INSERT INTO orders (id, tenant_id, external_order_id, customer_name, customer_email, tracking_code,
       status, delivery_status, total_amount, order_date, estimated_delivery_at, checked_at, raw_data)
     VALUES ($1, $2, $3, $4, $5, $6, 'Shipped', 'in_transit', 12.5, '2026-02-05T10:11:12Z', '2026-02-09T10:11:12Z', now(), '{}')`,
    [order.id, tenantId, order.reference, customerName, customerEmail, trackingCode],
  )
}

/**
 * Stores an import that was cancelled just now, and of which an order failed: whoever cancels it or tries it again
 * changes nothing.
 */
async function storeEndedImport({ database }: Orderport, tenant: TenantFixture, id: string) {
  const { tenantId, requestedBy, order } = tenant
  await database.superuserQuery(
    `INSERT INTO imports (tenant_id, id, channel, kind, requested_by, state, total, failed, created_at, finished_at)
     VALUES ($1, $2, 'amazon', 'references', $3, 'cancelled', 1, 1, now(), now())`,
    [tenantId, id, requestedBy],
  )
  await database.superuserQuery(
    `INSERT INTO import_items (tenant_id, import_id, external_order_id, state, attempts, error)
     VALUES ($1, $2, $3, 'failed', 1, 'ORDER_NOT_FOUND_FOR_TENANT')`,
    [tenantId, id, order.reference],
  )
}

/** Stores an import of the shared period without a job, so that it stays under way. */
async function storeBackfill({ database }: Orderport, { tenantId, backfillId, requestedBy }: TenantFixture) {
  const { since, until } = sharedPeriod
  await database.superuserQuery(
    `INSERT INTO imports (tenant_id, id, channel, kind, requested_by, since, until, state, created_at)
     VALUES ($1, $2, 'amazon', 'backfill', $3, $4, $5, 'queued', '2026-02-08T10:11:12Z')`,
    [tenantId, backfillId, requestedBy, since, until],
  )
}
