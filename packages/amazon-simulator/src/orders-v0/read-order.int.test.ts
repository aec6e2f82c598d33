import { expect, it } from 'vitest'
import { amazonFr } from '../samples/marketplace.ts'
import { sampleOrders } from '../samples/sample-orders.ts'
import { memberOf, openShop, type Shop } from '../testing/open-shop.ts'

const reference = '/orders/v0/orders/171-4093870-1757126'
const threeItems = '/orders/v0/orders/404-2288157-9043361'

async function restrictedToken(shop: Shop, restrictedResources: unknown): Promise<Response> {
  return shop.call('/tokens/2021-03-01/restrictedDataToken', await shop.token(), {
    method: 'POST',
    body: JSON.stringify({ restrictedResources }),
  })
}

async function tokenFor(shop: Shop, path: string, dataElements?: string[]): Promise<string> {
  const response = await restrictedToken(shop, [{ method: 'GET', path, dataElements }])
  return memberOf(await response.json(), 'restrictedDataToken')
}

it('an order in the v0 shape', async () => {
  await using shop = await openShop()
  const response = await shop.call(reference, await shop.token())
  expect(response.status).toBe(200)
  const body: unknown = await response.json()
  expect(body).toMatchObject({
    payload: {
      AmazonOrderId: '171-4093870-1757126',
      SellerOrderId: 'BL-2026-0205-17',
      PurchaseDate: '2026-02-05T10:11:12Z',
      OrderStatus: 'Shipped',
      FulfillmentChannel: 'MFN',
      SalesChannel: 'Amazon.fr',
      MarketplaceId: 'A13V1IB3VIYZZH',
      OrderTotal: { CurrencyCode: 'EUR', Amount: '29.99' },
      NumberOfItemsShipped: 1,
      NumberOfItemsUnshipped: 0,
      LatestShipDate: '2026-02-07T10:11:12Z',
      ShippingAddress: { City: 'Villeurbanne', CountryCode: 'FR' },
    },
  })
  expect(JSON.stringify(body)).not.toMatch(/Vasseur|Tisserands|BuyerInfo/)
})

it('statuses have v0’s spelling, and a pending or cancelled order has no total', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  const seen = await Promise.all(
    sampleOrders({ marketplaces: [amazonFr] }).map(async (order) => {
      shop.seller.putOrder(order)
      const body: unknown = await (await shop.call(`/orders/v0/orders/${order.orderId}`, token)).json()
      return { status: order.fulfillment?.fulfillmentStatus, body }
    }),
  )
  const pending = seen.find((one) => one.status === 'PENDING')
  expect(pending?.body).toMatchObject({ payload: { OrderStatus: 'Pending' } })
  expect(pending?.body).not.toHaveProperty('payload.OrderTotal')
  const cancelled = seen.find((one) => one.status === 'CANCELLED')
  expect(cancelled?.body).toMatchObject({ payload: { OrderStatus: 'Canceled' } })
  expect(cancelled?.body).not.toHaveProperty('payload.OrderTotal')
})

it('an unknown id is answered with 200 and an empty payload by every operation', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  const paths = ['', '/orderItems', '/address', '/buyerInfo']
  const answers = await Promise.all(
    paths.map(async (path) => {
      const response = await shop.call(`/orders/v0/orders/171-9999999-9999999${path}`, token)
      return [response.status, await response.text()]
    }),
  )
  expect(answers).toEqual(paths.map(() => [200, '{"payload":{}}']))
})

it('a malformed id is invalid input', async () => {
  await using shop = await openShop()
  expect((await shop.call('/orders/v0/orders/%231001', await shop.token())).status).toBe(400)
})

it('items are paged, and a foreign token is refused', async () => {
  await using shop = await openShop()
  for (const order of sampleOrders({ marketplaces: [amazonFr] })) shop.seller.putOrder(order)
  const token = await shop.token()
  const first: unknown = await (await shop.call(`${threeItems}/orderItems`, token)).json()
  expect(first).toMatchObject({
    payload: {
      AmazonOrderId: '404-2288157-9043361',
      OrderItems: [
        {
          ASIN: 'B0THEIERE8',
          SellerSKU: 'THEIERE-OEILLET',
          QuantityOrdered: 1,
          QuantityShipped: 0,
          ItemPrice: { CurrencyCode: 'EUR', Amount: '46.00' },
          ShippingPrice: { CurrencyCode: 'EUR', Amount: '3.90' },
          IsGift: 'false',
        },
        { ASIN: 'B0TASSES02', ItemPrice: { Amount: '38.70' }, IsGift: 'true' },
      ],
      NextToken: expect.any(String),
    },
  })
  const payload: unknown = Reflect.get(Object(first), 'payload')
  const next = encodeURIComponent(memberOf(payload, 'NextToken'))
  const second: unknown = await (await shop.call(`${threeItems}/orderItems?NextToken=${next}`, token)).json()
  expect(second).toMatchObject({ payload: { OrderItems: [{ ASIN: 'B0BOITE100' }] } })
  expect(second).not.toHaveProperty('payload.NextToken')
  expect((await shop.call(`${reference}/orderItems?NextToken=${next}`, token)).status).toBe(400)
  expect((await shop.call(`${threeItems}/orderItems?NextToken=nonsense`, token)).status).toBe(400)
})

it('a restricted data token gives access to what it names and nothing else', async () => {
  await using shop = await openShop()
  const token = await tokenFor(shop, reference, ['buyerInfo', 'shippingAddress'])
  expect(token).toMatch(/^Atz\.sprdt\|/)
  expect(await (await shop.call(reference, token)).json()).toMatchObject({
    payload: {
      BuyerInfo: { BuyerName: 'Élodie Vasseur', BuyerEmail: expect.stringContaining('@marketplace.amazon.fr') },
      ShippingAddress: { Name: 'Élodie Vasseur', AddressLine1: '14 rue des Tisserands', PostalCode: '69100' },
    },
  })
  expect((await shop.call(`${reference}/address`, token)).status).toBe(403)
  expect((await shop.call(threeItems, token)).status).toBe(403)
  expect((await shop.call('/orders/2026-01-01/orders/171-4093870-1757126', token)).status).toBe(403)
})

it('one data element adds one part, and a generic path covers every order', async () => {
  await using shop = await openShop()
  const token = await tokenFor(shop, '/orders/v0/orders/{orderId}', ['buyerInfo'])
  const body: unknown = await (await shop.call(reference, token)).json()
  expect(body).toMatchObject({ payload: { BuyerInfo: { BuyerName: 'Élodie Vasseur' } } })
  expect(body).not.toHaveProperty('payload.ShippingAddress.Name')
})

it('address and buyer are complete with a restricted data token only', async () => {
  await using shop = await openShop()
  const plain = await shop.token()
  const bare: unknown = await (await shop.call(`${reference}/address`, plain)).json()
  expect(bare).toMatchObject({ payload: { ShippingAddress: { City: 'Villeurbanne' } } })
  expect(bare).not.toHaveProperty('payload.ShippingAddress.Name')
  expect(await (await shop.call(`${reference}/buyerInfo`, plain)).json()).toEqual({
    payload: { AmazonOrderId: '171-4093870-1757126' },
  })
  const address = await tokenFor(shop, `${reference}/address`)
  const buyer = await tokenFor(shop, `${reference}/buyerInfo`)
  expect(await (await shop.call(`${reference}/address`, address)).text()).toContain('Tisserands')
  expect(await (await shop.call(`${reference}/buyerInfo`, buyer)).text()).toContain('Vasseur')
})

it('no restricted data token is issued without the role', async () => {
  await using shop = await openShop()
  shop.seller.roles = ['order-tracking']
  const response = await restrictedToken(shop, [{ method: 'GET', path: reference, dataElements: ['buyerInfo'] }])
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    errors: [{ code: 'InvalidInput', message: expect.stringContaining('[buyerInfo]') }],
  })
})

it.each([
  ['nothing', undefined],
  ['an empty list', []],
  ['a path without personal data', [{ method: 'GET', path: '/orders/2026-01-01/orders/1' }]],
  ['another method', [{ method: 'POST', path: `${reference}/address` }]],
  ['no data elements', [{ method: 'GET', path: reference }]],
  ['an unknown data element', [{ method: 'GET', path: reference, dataElements: ['shoeSize'] }]],
  ['too many', Array.from({ length: 51 }, () => ({ method: 'GET', path: `${reference}/address` }))],
])('a restricted data token for %s is refused', async (_, resources) => {
  await using shop = await openShop()
  const response = await restrictedToken(shop, resources)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ errors: [{ code: 'InvalidRequest' }] })
})
