import { sampleOrder } from '../harness/sample-order.ts'
import type { startOrderport } from '../harness/start-orderport.ts'

/** A tenant of the matrix: what it holds, every word of it to be found nowhere else. */
export interface TenantCast {
  readonly tenantId: string
  /** Its member's address. */
  readonly member: string
  /** Its stored order, which the other one's rows share nothing with. */
  readonly order: { readonly id: string; readonly reference: string }
  readonly sellerId: string
  /** What must not be seen by anybody else. */
  readonly secrets: readonly string[]
}

/** The order of one reference that both tenants hold. */
export const sharedReference = '555-5555555-5555555'

export const tenantA = tenantCast('a', '1')
export const tenantB = tenantCast('b', '2')
/** Of the shapes of an order's id and reference, and nobody's. */
export const absentOrder = { id: 'ord-mlabsent-absent', reference: '999-0000000-0000009' } as const

function tenantCast(letter: 'a' | 'b', digit: string): TenantCast {
  const tenantId = `tenant-${letter}`
  const order = { id: `ord-ml${letter}${letter}${letter}${letter}${letter}0-canary`, reference: reference(digit, '1') }
  const member = `member@canary-${letter}.example`
  const sellerId = `CANARY-SELLER-${letter}`
  const shown = [sharedId(letter), order.id, order.reference, reference(digit, '2')]
  const person = [customerName(letter), customerEmail(letter), trackingCode(letter)]
  return { tenantId, member, order, sellerId, secrets: [...shown, ...person, member, sellerId] }
}

function reference(digit: string, last: string): string {
  return `${digit.repeat(3)}-${digit.repeat(7)}-${digit.repeat(6)}${last}`
}

function sharedId(letter: string): string {
  return `ord-mlshared-canry${letter}`
}

function customerName(letter: string): string {
  return `Canary Customer ${letter.toUpperCase()}`
}

function customerEmail(letter: string): string {
  return `customer@canary-${letter}.example`
}

function trackingCode(letter: string): string {
  return `CANARYTRACK${letter.toUpperCase()}`
}

type Orderport = Awaited<ReturnType<typeof startOrderport>>

/** Fills both tenants: a member, a connection that works, an order by import, one of its own, one whose reference both hold. */
export async function storeTenant(service: Orderport, tenant: TenantCast): Promise<void> {
  const { tenantId, member, order, sellerId } = tenant
  const letter = tenantId.slice(-1)
  await service.addMember(tenantId, member)
  const imported = reference(order.reference.slice(0, 1), '2')
  service.connect(tenantId, sellerId).putOrder(sampleOrder(imported))
  const answer = await service.call('/api/v1/orders/import-one', {
    method: 'POST',
    headers: { 'x-tenant-id': tenantId, 'x-user-email': member },
    body: { orderRef: imported },
  })
  if (answer.status !== 200) throw new Error(`the tenant's order was not imported: ${answer.text}`)
  const rows = [
    [order.id, order.reference],
    [sharedId(letter), sharedReference],
  ].map(
    ([id, ref]) => `('${id}', '${tenantId}', '${ref}', 'Shipped', 12.5, '2026-02-05T10:11:12Z',
    '${customerName(letter)}', '${customerEmail(letter)}', '${trackingCode(letter)}', '{}')`,
  )
  await service.database.superuserQuery(`
    INSERT INTO orders (id, tenant_id, external_order_id, status, total_amount, order_date, customer_name, customer_email,
      tracking_code, raw_data) VALUES ${rows.join(', ')}`)
}
