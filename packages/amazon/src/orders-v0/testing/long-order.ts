import { amazonFr, type AmazonOrder, buildOrder } from '@orderport/amazon-simulator'

export const longOrderId = '404-1111111-3333333'

/** Returns a shipped order with this many items, of one unit each. */
export function longOrder(itemCount: number): AmazonOrder {
  const items = Array.from({ length: itemCount }, (_, index) => ({
    title: `Carreau ${index}`,
    asin: `B0TILE${index}`,
    sku: `TILE-${index}`,
    quantity: 1,
    unitPrice: '2.50',
  }))
  return buildOrder({
    orderId: longOrderId,
    marketplace: amazonFr,
    createdTime: '2026-02-05T10:11:12Z',
    status: 'SHIPPED',
    items,
    buyerName: 'Camille Petit',
    address: { city: 'Nantes', countryCode: 'FR' },
  })
}
