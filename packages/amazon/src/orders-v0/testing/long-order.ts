import { amazonFr, type AmazonOrder, buildOrder } from '@orderport/amazon-simulator'

export const longOrderId = '404-1111111-3333333'

/** A shipped order with so many lines, of one unit each. */
export function longOrder(lines: number): AmazonOrder {
  const items = Array.from({ length: lines }, (_, index) => ({
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
