import { expect, it } from 'vitest'
import type { AmazonFulfillmentStatus } from './amazon-order.ts'
import { visibleOrder } from './personal-data.ts'
import { buildOrder } from './samples/build-order.ts'
import { amazonFr, amazonJp, amazonUs, type SampleMarketplace } from './samples/marketplace.ts'
import type { AmazonRole } from './seller.ts'

const shipping: AmazonRole = 'direct-to-consumer-shipping'
const tax: AmazonRole = 'tax-invoicing'
const tracking: AmazonRole = 'order-tracking'
const onTheWay = Date.parse('2026-02-06T00:00:00Z')

interface Case {
  readonly status?: AmazonFulfillmentStatus
  readonly fulfilledBy?: 'MERCHANT' | 'AMAZON'
  readonly marketplace?: SampleMarketplace
  readonly roles: readonly AmazonRole[]
  readonly now?: number
}

function seen({ status = 'SHIPPED', fulfilledBy = 'MERCHANT', marketplace = amazonFr, roles, now = onTheWay }: Case) {
  const order = buildOrder({
    orderId: '171-0000000-0000000',
    marketplace,
    createdTime: '2026-02-05T00:00:00Z',
    status,
    fulfilledBy,
    items: [{ title: 'A thing', asin: 'B0THING001', sku: 'T', quantity: 1, unitPrice: '1.00', giftMessage: 'For you' }],
    buyerName: 'Buyer',
    address: { name: 'Recipient', addressLine1: '1 Street', city: 'Town', postalCode: '00000', phone: '+33 1' },
  })
  const visible = visibleOrder(order, { roles, now })
  const address = visible.recipient?.deliveryAddress
  expect(address?.city).toBe('Town')
  return [
    visible.buyer?.buyerName === undefined ? '' : 'name',
    visible.buyer?.buyerEmail === undefined ? '' : 'email',
    address?.addressLine1 === undefined || address.postalCode === undefined ? '' : 'address',
    address?.phone === undefined ? '' : 'phone',
    visible.orderItems[0]?.fulfillment?.packing?.giftOption?.giftMessage === undefined ? '' : 'gift',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

it.each<[string, Case, string]>([
  ['the shipping role sees everything of an order on its way', { roles: [shipping] }, 'name email address phone gift'],
  ['without the role nothing personal is left', { roles: [tracking] }, ''],
  ['no roles, nothing personal', { roles: [] }, ''],
  ['a tax role sees the name alone', { roles: [tax] }, 'name'],
  ['a tax role sees no name in the United States', { roles: [tax], marketplace: amazonUs }, ''],
  ['an order that Amazon ships shows the address', { roles: [shipping], fulfilledBy: 'AMAZON' }, 'address gift'],
  ['and its buyer to a tax role', { roles: [tax], fulfilledBy: 'AMAZON' }, 'name'],
  ['in Japan not even the address', { roles: [shipping], fulfilledBy: 'AMAZON', marketplace: amazonJp }, 'gift'],
  ['a pending order shows no buyer', { roles: [shipping], status: 'PENDING' }, 'address phone gift'],
  [
    'after the latest delivery date the phone is gone',
    { roles: [shipping], now: Date.parse('2026-03-01T00:00:00Z') },
    'name email address gift',
  ],
  [
    'an order not shipped yet keeps its phone',
    { roles: [shipping], status: 'UNSHIPPED', now: Date.parse('2026-03-01T00:00:00Z') },
    'name email address phone gift',
  ],
])('%s', (_, given, parts) => {
  expect(seen(given)).toBe(parts)
})
