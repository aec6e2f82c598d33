import { z } from 'zod'
import { query } from '../world/database.ts'
import type { Ledger } from './ledger.ts'
import { orderTotal } from './shop.ts'

const rowSchema = z.object({
  id: z.string(),
  tenant_id: z.string(),
  external_order_id: z.string(),
  total: z.coerce.number().nullable(),
  is_stub: z.boolean(),
})

/** What the database shows about a load's orders. */
export interface Stored {
  /** Orders that were acknowledged and aren't there. */
  readonly lost: number
  /** Rows beyond the first of an order. */
  readonly doubled: number
  /** Rows that are of another tenant, or hold what Amazon never said, in words. */
  readonly wrong: readonly string[]
}

/** Compares a load's acknowledgements with the rows that are there, as a superuser, who sees every tenant's. */
export async function checkDatabase(superuserUrl: string, { acknowledged, missed }: Ledger): Promise<Stored> {
  const rows = z.array(rowSchema).parse(
    await query(
      superuserUrl,
      `SELECT id, tenant_id, external_order_id, total_amount AS total,
         raw_data IS NULL AND coalesce(total_amount, 0) = 0 AS is_stub
       FROM orders`,
    ),
  )
  const byReference = Map.groupBy(rows, (row) => row.external_order_id)
  let [lost, doubled] = [0, 0]
  const wrong: string[] = []
  for (const [reference, { tenantId, orderId }] of acknowledged) {
    const stored = byReference.get(reference) ?? []
    const [row] = stored
    doubled += Math.max(0, stored.length - 1)
    if (!stored.some(({ id }) => id === orderId)) lost += 1
    else if (missed.has(reference)) wrong.push(`${reference} is stored, and was said not to be`)
    if (row === undefined) continue
    if (row.tenant_id !== tenantId) wrong.push(`${reference} is ${row.tenant_id}’s instead of ${tenantId}’s`)
    if (row.is_stub || row.total !== orderTotal) wrong.push(`${reference} is stored with the total ${row.total}`)
  }
  return { lost, doubled, wrong }
}
