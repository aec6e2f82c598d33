import { amazonFr, buildOrder, buildPackage, type AmazonOrder } from '@orderport/amazon-simulator'

/** What the example's conversation `plaid` asks about. */
export const orderRef = '402-5913076-8821140'

/** What its conversation `plusieurs` asks about. */
export const [firstReference, secondReference, thirdReference] = [
  '404-2288157-9043361',
  '403-7716204-5590318',
  '405-3367018-2249957',
] as const

const plaid = { title: 'Plaid en laine, ocre', asin: 'B0PLAIDOCR', sku: 'PLAID-OCRE', quantity: 1, unitPrice: '59.90' }
const candle = { title: 'Bougie en cire', asin: 'B0BOUGIE01', sku: 'BOUGIE-01', quantity: 1, unitPrice: '12.00' }
const address = {
  name: 'Karim Ouafi',
  addressLine1: 'Résidence Les Cèdres',
  addressLine2: '27 avenue du Parc',
  city: 'Montpellier',
  stateOrRegion: 'Occitanie',
  postalCode: '34000',
  countryCode: 'FR',
}
const colissimo = { reference: '1', carrier: 'Colissimo', trackingNumber: '6A00000001234' }
const shipTime = '2026-01-20T15:00:00Z'
const eur = (amount: string) => ({ amount, currencyCode: 'EUR' })

/** An order that was delivered in one package. */
export function deliveredOrder(orderId: string = orderRef): AmazonOrder {
  return buildOrder({
    orderId,
    marketplace: amazonFr,
    createdTime: '2026-01-19T06:15:09Z',
    lastUpdatedTime: '2026-01-23T11:20:41Z',
    status: 'SHIPPED',
    items: [plaid],
    buyerName: 'Karim Ouafi',
    address,
    packages: [buildPackage(orderId, { ...colissimo, shipTime, status: 'DELIVERED', contents: { 0: 1 } })],
  })
}

/** The same order before that: to be shipped until 2098. */
export function orderToShip(): AmazonOrder {
  const order = buildOrder({
    orderId: orderRef,
    marketplace: amazonFr,
    createdTime: '2026-01-19T06:15:09Z',
    lastUpdatedTime: '2026-01-19T06:20:00Z',
    status: 'UNSHIPPED',
    items: [plaid],
    buyerName: 'Karim Ouafi',
    address,
  })
  const shipByWindow = { earliestDateTime: '2098-06-01T22:00:00Z', latestDateTime: '2098-06-02T21:59:59Z' }
  const deliverByWindow = { earliestDateTime: '2098-06-03T22:00:00Z', latestDateTime: '2098-06-05T21:59:59Z' }
  return {
    ...order,
    fulfillment: { ...order.fulfillment, fulfillmentStatus: 'UNSHIPPED', shipByWindow, deliverByWindow },
  }
}

/**
 * An order with a value in every field that the panel shows: half of it shipped in two packages, one of which is lost;
 * a gift for somebody else, at a pick-up point; its buyer asks to cancel the rest; its amounts don't add up.
 */
export function fullOrder(orderId: string = orderRef): AmazonOrder {
  const order = buildOrder({
    orderId,
    marketplace: amazonFr,
    createdTime: '2026-01-19T06:15:09Z',
    lastUpdatedTime: '2026-01-23T11:20:41Z',
    status: 'PARTIALLY_SHIPPED',
    sellerReference: 'BL-2026-0119-04',
    programs: ['PRIME', 'AMAZON_BUSINESS'],
    items: [
      { ...plaid, quantity: 3, shipped: 2, unitPrice: '19.99', shipping: '4.90' },
      { ...candle, shipped: 0, giftMessage: 'Bon anniversaire, maman !' },
    ],
    buyerName: 'Karim Ouafi',
    address: { ...address, name: 'Fatima Ouafi', phone: '+33 4 99 00 00 21', addressType: 'PICKUP_POINT' },
    packages: [
      buildPackage(orderId, { ...colissimo, shipTime, status: 'IN_TRANSIT', contents: { 0: 1 } }),
      buildPackage(orderId, {
        reference: '2',
        carrier: 'Chronopost',
        trackingNumber: 'XY000000012FR',
        shipTime: '2026-01-21T15:00:00Z',
        status: 'UNDELIVERABLE',
        detailedStatus: 'LOST',
        contents: { 0: 1 },
      }),
    ],
  })
  const [plaids, candles] = [itemOf(order, 0), itemOf(order, 1)]
  const breakdowns = [
    ...(plaids.proceeds?.breakdowns ?? []),
    { type: 'TAX', subtotal: eur('11.00') },
    { type: 'DISCOUNT', subtotal: eur('-5.00') },
  ]
  const cancelReason = 'Commandé par erreur'
  return {
    ...order,
    proceeds: { grandTotal: eur('70.00') },
    orderItems: [
      { ...plaids, proceeds: { ...plaids.proceeds, breakdowns } },
      { ...candles, cancellation: { cancellationRequest: { requester: 'BUYER', cancelReason } } },
    ],
  }
}

/** An order of Amazon.fr with an item that was paid in pounds. */
export function orderWithPounds(): AmazonOrder {
  const order = buildOrder({
    orderId: orderRef,
    marketplace: amazonFr,
    createdTime: '2026-01-19T06:15:09Z',
    status: 'SHIPPED',
    items: [plaid, { ...candle, quantity: 2 }],
    buyerName: 'Karim Ouafi',
    address,
  })
  const inPounds = (amount: string) => ({ amount, currencyCode: 'GBP' })
  const [euros, pounds] = [itemOf(order, 0), itemOf(order, 1)]
  return {
    ...order,
    orderItems: [
      euros,
      {
        ...pounds,
        product: { ...pounds.product, price: { unitPrice: inPounds('12.00') } },
        proceeds: { breakdowns: [{ type: 'ITEM', subtotal: inPounds('24.00') }] },
      },
    ],
  }
}

/** A pending order that Amazon will ship: it has no amounts, and little else. */
export function pendingOrder(): AmazonOrder {
  const { recipient: _recipient, ...order } = buildOrder({
    orderId: orderRef,
    marketplace: amazonFr,
    createdTime: '2026-01-19T06:15:09Z',
    status: 'PENDING',
    fulfilledBy: 'AMAZON',
    items: [plaid],
    buyerName: '',
    address: {},
  })
  return { ...order, fulfillment: { fulfillmentStatus: 'PENDING', fulfilledBy: 'AMAZON' } }
}

/** An order that its buyer cancelled. */
export function cancelledOrder(orderId: string): AmazonOrder {
  const order = buildOrder({
    orderId,
    marketplace: amazonFr,
    createdTime: '2026-01-19T06:15:09Z',
    lastUpdatedTime: '2026-01-20T08:00:00Z',
    status: 'CANCELLED',
    items: [{ ...plaid, quantity: 0 }],
    buyerName: 'Karim Ouafi',
    address,
  })
  const cancelReason = 'Commandé par erreur'
  const cancellation = {
    cancellationRequest: { requester: 'BUYER', cancelReason },
    cancellationExecution: { cancelledBy: 'BUYER', cancelReason },
  }
  return { ...order, orderItems: [{ ...itemOf(order, 0), cancellation }] }
}

/** An order that replaces another one; it has nothing to pay. */
export function replacementOf(replaces: string, orderId: string): AmazonOrder {
  return buildOrder({
    orderId,
    marketplace: amazonFr,
    createdTime: '2026-01-24T06:15:09Z',
    status: 'SHIPPED',
    replaces,
    items: [plaid],
    buyerName: 'Karim Ouafi',
    address,
  })
}

function itemOf({ orderItems }: AmazonOrder, position: number): AmazonOrder['orderItems'][number] {
  const item = orderItems[position]
  if (item === undefined) throw new Error(`the order has no item ${position}`)
  return item
}
