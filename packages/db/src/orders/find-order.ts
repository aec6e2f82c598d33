import type { Order, OrderKey, TenantId } from '@orderport/domain'
import { isUnstorable } from '../columns/storable.ts'
import type { StoredRecord } from '../columns/stored-value.ts'
import type { Statement, TenantScope } from '../tenant-database/tenant-database.ts'
import { orderColumns, parseOrderRow } from './order-row.ts'

/** Returns the order with this channel and reference, or null. */
export async function findOrder(scope: TenantScope, tenantId: TenantId, key: OrderKey): Promise<Order | null> {
  if (isUnstorable(key.channel) || isUnstorable(key.externalOrderId)) return null
  const { rows } = await scope.lookUp<StoredRecord>({
    name: 'orders_find',
    text: `SELECT ${orderColumns} FROM orders WHERE tenant_id = $1 AND external_order_id = $2 AND channel = $3`,
    values: [tenantId, key.externalOrderId, key.channel],
  })
  return parseFirstOrder(tenantId, rows)
}

/** Returns the order with this id, else the one with this reference, else null. Of several channels the first wins. */
export async function getOrder(scope: TenantScope, tenantId: TenantId, idOrReference: string): Promise<Order | null> {
  if (isUnstorable(idOrReference)) return null
  const { rows } = await scope.lookUp<StoredRecord>(getStatement(tenantId, idOrReference))
  return parseFirstOrder(tenantId, rows)
}

/** Returns the statement of `getOrder`, for `parseFirstOrder`. */
export function getStatement(tenantId: TenantId, idOrReference: string): Statement & { values: readonly string[] } {
  return {
    name: 'orders_get',
    text: `SELECT ${orderColumns} FROM orders WHERE tenant_id = $1 AND (id = $2 OR external_order_id = $2)
      ORDER BY orders.id = $2 DESC, orders.channel, orders.id LIMIT 1`,
    values: [tenantId, idOrReference],
  }
}

/** Returns the order in the first row, or null if there is none. */
export function parseFirstOrder(tenantId: TenantId, rows: readonly StoredRecord[]): Order | null {
  const row = rows[0]
  return row === undefined ? null : parseOrderRow(tenantId, row)
}
