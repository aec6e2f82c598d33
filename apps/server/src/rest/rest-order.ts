import type { WireOrder } from '@orderport/api'

/** An order as REST answers it: as over tRPC, but with sentences in French alone. */
export type RestOrder = Omit<WireOrder, 'delivery'> & {
  readonly delivery: Omit<WireOrder['delivery'], 'reason'> & { readonly reason: string }
}

export function toRestOrder({ delivery, ...order }: WireOrder): RestOrder {
  return Object.assign(order, { delivery: { ...delivery, reason: delivery.reason.fr } })
}
