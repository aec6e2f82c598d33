import fc from 'fast-check'
import { mangled } from '../../testing/mangled-order.ts'
import type { OrderWithItems } from '../to-channel-order.ts'
import { sampleItems, sampleOrder } from './sample-order.ts'

/** Makes mangled copies of the sample order and its items. */
export function mangledOrder(): fc.Arbitrary<OrderWithItems> {
  const items = mangled({ orderItems: sampleItems }).map(({ orderItems }) => orderItems)
  return fc.record({
    order: mangled(sampleOrder),
    orderItems: items.map((list: unknown) => (Array.isArray(list) ? list : [])),
  })
}
