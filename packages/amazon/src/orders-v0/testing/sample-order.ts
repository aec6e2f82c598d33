import type { Order, OrderItem } from '@sp-api-sdk/orders-api-v0'
import { sampleOrderId } from '../../testing/sample-order.ts'

/** The sample order as v0 sends it to an application with the role: without packages and items. */
export const sampleOrder = {
  AmazonOrderId: sampleOrderId,
  SellerOrderId: 'NA-2026-0205',
  PurchaseDate: '2026-02-05T10:11:12Z',
  LastUpdateDate: '2026-02-07T08:00:00Z',
  OrderStatus: 'Shipped',
  FulfillmentChannel: 'MFN',
  SalesChannel: 'Amazon.fr',
  MarketplaceId: 'A13V1IB3VIYZZH',
  OrderTotal: { CurrencyCode: 'EUR', Amount: '47.97' },
  NumberOfItemsShipped: 2,
  NumberOfItemsUnshipped: 3,
  IsReplacementOrder: false,
  IsBusinessOrder: false,
  IsPrime: true,
  EarliestShipDate: '2026-02-06T00:00:00Z',
  LatestShipDate: '2026-02-07T22:59:59Z',
  EarliestDeliveryDate: '2026-02-08T00:00:00Z',
  LatestDeliveryDate: '2026-02-11T22:59:59Z',
  IsAccessPointOrder: false,
  ShippingAddress: {
    Name: 'Dominique Petit',
    CompanyName: '',
    AddressLine1: '7 quai des Brumes',
    AddressLine2: '',
    AddressLine3: 'Bâtiment C',
    City: 'Nantes',
    StateOrRegion: '',
    PostalCode: '44000',
    CountryCode: 'FR',
    Phone: '+33 2 00 00 00 00',
    AddressType: 'Residential',
  },
  BuyerInfo: { BuyerName: 'Camille Petit', BuyerEmail: 'relay-1@marketplace.amazon.fr' },
} satisfies Order

/** The order's items; `ItemPrice` is the price of all units. */
export const sampleItems = [
  {
    ASIN: 'B000000001',
    SellerSKU: 'KETTLE-1',
    OrderItemId: '10000000000001',
    Title: 'Bouilloire en inox',
    QuantityOrdered: 2,
    QuantityShipped: 2,
    ItemPrice: { CurrencyCode: 'EUR', Amount: '37.98' },
    ItemTax: { CurrencyCode: 'EUR', Amount: '6.33' },
    ShippingPrice: { CurrencyCode: 'EUR', Amount: '4.90' },
    ShippingDiscount: { CurrencyCode: 'EUR', Amount: '4.90' },
    IsGift: 'false',
  },
  {
    ASIN: 'B000000002',
    SellerSKU: 'CLOTH-1',
    OrderItemId: '10000000000002',
    Title: 'Torchon',
    QuantityOrdered: 3,
    ItemPrice: { CurrencyCode: 'EUR', Amount: '9.99' },
    ItemTax: { CurrencyCode: 'EUR', Amount: '1.67' },
    IsGift: 'true',
    BuyerInfo: { GiftMessageText: 'Pour la cuisine !' },
  },
] satisfies OrderItem[]
