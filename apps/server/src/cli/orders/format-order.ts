import type { WireOrder } from '@orderport/api'
import { printable } from '../format-table.ts'

/** Returns the order as lines for people: only what is known. */
export function formatOrder(tenant: string, order: WireOrder): string {
  const { customer, delivery } = order
  const fields: readonly (readonly [name: string, value: string | null])[] = [
    ['order', `${order.ref} (${order.id})`],
    ['tenant', tenant],
    ['channel', joined(order.channel, order.marketplace, order.fulfillmentChannel)],
    ['status', order.status],
    ['total', order.totalAmount === null ? null : joinedBy(' ', order.totalAmount, order.currency)],
    ['ordered', order.orderDate],
    ['customer', joined(customer.name, customer.email, order.customerPhone, customer.address)],
    ...order.products.map((item) => ['item', itemLine(item)] as const),
    ...order.packages.map((shipped) => ['package', packageLine(shipped)] as const),
    ['delivery', joined(order.deliveryStatus, delivery.state, delivery.reason?.en)],
    ['shipped', order.shippedAt],
    ['delivered', order.deliveredAt],
    ['replaces', order.replaces],
    ['replaced by', order.replacedBy],
    ['source', order.orderSource],
    ['checked', order.checkedAt],
    ['imported', order.importedAt],
    ['updated', order.updatedAt],
  ]
  return fields.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(13)}${printable(value)}`])).join('\n')
}

function itemLine({ quantity, name, sku, asin, lineTotal, currency }: WireOrder['products'][number]): string | null {
  const total = lineTotal === null ? null : joinedBy(' ', lineTotal, currency)
  return joined(joinedBy(' × ', quantity, name), sku, asin, total)
}

function packageLine({ carrier, trackingCode, status, shippedAt }: WireOrder['packages'][number]): string | null {
  return joined(joinedBy(' ', carrier, trackingCode), status, shippedAt)
}

function joined(...values: readonly (string | number | null | undefined)[]): string | null {
  return joinedBy(', ', ...values)
}

function joinedBy(separator: string, ...values: readonly (string | number | null | undefined)[]): string | null {
  const known = values.filter((value) => value !== null && value !== undefined && value !== '')
  return known.length === 0 ? null : known.join(separator)
}
