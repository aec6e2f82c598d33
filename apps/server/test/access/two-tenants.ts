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
  /** Words of its data that nobody else may see. */
  readonly canaries: readonly string[]
}

/** The reference that an order of each tenant has. */
export const sharedReference = '555-5555555-5555555'

export const tenantA = defineTenant('a', '1')
export const tenantB = defineTenant('b', '2')
/** An id and a reference of the right shape that no order has. */
export const absentOrder = { id: 'ord-mlabsent-absent', reference: '999-0000000-0000009' } as const

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
  }
  const { tenantId: _, order, ...others } = tenant
  return { ...tenant, canaries: [...Object.values(order), ...Object.values(others)] }
}

type Orderport = Awaited<ReturnType<typeof startOrderport>>

/**
 * Gives the tenant a member, a working connection, an order that it imports, one of its own, and one with the shared
 * reference.
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
