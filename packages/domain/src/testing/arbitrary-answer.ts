import fc from 'fast-check'
import { deliveryStatuses, fulfillmentChannels, orderStatuses } from '../order-status.ts'
import type { ChannelOrder, Instant, OrderItem, OrderPackage, ShippingAddress } from '../order.ts'
import { formatAddress } from '../shipping-address.ts'

/** Few values, so that two answers often agree, often differ, and often leave something out. */
const text = fc.option(fc.constantFrom('a', 'b', 'c'))
const amount = fc.option(fc.constantFrom('0', '0.01', '19.99', '1200'))
const currency = fc.option(fc.constantFrom('EUR', 'GBP'))
const instant: fc.Arbitrary<Instant | null> = fc.option(
  fc
    .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
)

const arbitraryItem: fc.Arbitrary<OrderItem> = fc.record({
  orderItemId: fc.option(fc.constantFrom('1', '2', '3', '4')),
  name: text,
  sku: text,
  asin: text,
  quantity: fc.option(fc.nat(3)),
  quantityShipped: fc.option(fc.nat(3)),
  price: amount,
  lineTotal: amount,
  currency,
  cancellation: fc.option(
    fc.record({ by: fc.option(fc.constantFrom('buyer' as const, 'amazon' as const)), reason: text }),
  ),
})

const arbitraryPackage: fc.Arbitrary<OrderPackage> = fc.record({
  packageReferenceId: fc.option(fc.constantFrom('1', '2')),
  carrier: text,
  trackingCode: text,
  trackingUrl: text,
  status: fc.option(fc.constantFrom(...deliveryStatuses)),
  statusSince: fc.constant(null),
  shippedAt: instant,
  contents: fc.array(fc.record({ orderItemId: fc.constantFrom('1', '2'), quantity: fc.option(fc.nat(3)) }), {
    maxLength: 2,
  }),
})

const arbitraryAddress: fc.Arbitrary<ShippingAddress> = fc.record({
  name: text,
  companyName: text,
  lines: fc.array(fc.constantFrom('1 rue A', '2 rue B'), { maxLength: 2 }),
  city: fc.option(fc.constantFrom('Lyon', 'LYON', 'Nantes')),
  districtOrCounty: text,
  stateOrRegion: text,
  municipality: text,
  postalCode: fc.option(fc.constantFrom('69001', '44000')),
  countryCode: fc.option(fc.constant('FR')),
  addressType: text,
})

const answerParts: { readonly [Key in keyof ChannelOrder]: fc.Arbitrary<ChannelOrder[Key]> } = {
  externalOrderId: fc.constant('171-4093870-1757126'),
  rawData: fc.constant({}),
  status: fc.option(fc.constantFrom(...orderStatuses)),
  sellerOrderNumber: text,
  totalAmount: amount,
  currency,
  charges: fc.option(
    fc.record({
      shipping: amount,
      giftWrap: amount,
      tax: amount,
      discount: amount,
      other: amount,
      incomplete: fc.option(fc.boolean()),
    }),
  ),
  orderDate: instant,
  fulfillmentChannel: fc.option(fc.constantFrom(...fulfillmentChannels)),
  marketplace: text,
  customerName: text,
  customerEmail: text,
  customerPhone: text,
  customerAddress: text,
  shippingAddress: fc.option(arbitraryAddress),
  products: fc.array(arbitraryItem, { maxLength: 4 }),
  packages: fc.array(arbitraryPackage, { maxLength: 3 }),
  saidDeliveryStatus: fc.option(fc.constantFrom(...deliveryStatuses)),
  carrier: text,
  trackingCode: text,
  trackingUrl: text,
  shippedAt: instant,
  deliveredAt: instant,
  deliverFrom: instant,
  estimatedDeliveryAt: instant,
  latestShipDate: instant,
  cancellation: fc.option(
    fc.record({ by: fc.option(fc.constantFrom('buyer' as const, 'amazon' as const)), reason: text, at: instant }),
  ),
  buyerRequestedCancellation: fc.option(fc.boolean()),
  buyerCancellationReason: text,
  replaces: text,
  isGift: fc.option(fc.boolean()),
  giftMessage: text,
  isPrime: fc.option(fc.boolean()),
  isBusiness: fc.option(fc.boolean()),
  pickupPoint: fc.option(fc.boolean()),
  sourceUpdatedAt: fc.option(fc.constantFrom('2026-02-01T00:00:00.000Z', '2026-02-02T00:00:00.000Z')),
}

/** Any answer at all: every field said or left out. An address that comes by its parts comes as their text too. */
export const arbitraryAnswer: fc.Arbitrary<ChannelOrder> = fc.record(answerParts).map(withAddressText)

function withAddressText(answer: ChannelOrder): ChannelOrder {
  const { shippingAddress } = answer
  return shippingAddress === null ? answer : { ...answer, customerAddress: formatAddress(shippingAddress) }
}
