import { describe, expect, it } from 'vitest'
import { createAmazonConnector } from './amazon-connector.ts'
import { connectSeller, connectTenant } from './testing/connected-seller.ts'
import { application, storeOf, tenantId } from './testing/credentials.ts'
import { manualDeadline, noDeadline } from './testing/deadlines.ts'
import { expectFailure } from './testing/expect-failure.ts'
import { sampleOrder, sampleOrderId } from './testing/sample-order.ts'
import { startSilentServer } from './testing/silent-server.ts'

const { signal: never } = noDeadline

describe('a seller client', () => {
  it('names the selling account, and opening it makes no request', async () => {
    await using shop = await connectSeller()
    const client = await shop.connector.connect(tenantId, never)
    expect(client).toMatchObject({
      sellerId: 'A1SELLER',
      region: 'eu-west-1',
      marketplaceId: 'A13V1IB3VIYZZH',
    })
    expect(shop.amazon.requestLog.requests).toHaveLength(0)
  })

  it('is null for a tenant without credentials', async () => {
    const connector = createAmazonConnector({ credentials: storeOf(null), endpoints: { lwa: 'https://lwa.example' } })
    await expect(connector.connect(tenantId, never)).resolves.toBeNull()
    expect([connector.channel, connector.name]).toEqual(['amazon', 'amazon_spapi'])
  })

  it('can’t be opened without credentials of our application', async () => {
    await using shop = await connectSeller()
    const endpoints = { lwa: shop.amazon.lwaUrl }
    const connector = createAmazonConnector({ credentials: storeOf(shop.secret), endpoints })
    expect((await expectFailure(connector.connect(tenantId, never))).code).toBe('APP_CREDENTIALS_INVALID')
  })

  it("uses Amazon's endpoint of its region unless the service overrides it", async () => {
    await using shop = await connectSeller()
    const asked: string[] = []
    const connector = createAmazonConnector({
      credentials: storeOf({ ...shop.secret, region: 'us-west-2', endpoint: 'https://evil.example' }),
      endpoints: { lwa: shop.amazon.lwaUrl },
      application,
      fetch: (input, init) => {
        const url = input instanceof Request ? input.url : input.toString()
        asked.push(new URL(url).origin)
        return url === shop.amazon.lwaUrl ? fetch(input, init) : Promise.resolve(Response.json({ order: sampleOrder }))
      },
    })
    const client = await connectTenant(connector)
    await client.fetch(sampleOrderId, noDeadline)
    expect(asked).toEqual([new URL(shop.amazon.lwaUrl).origin, 'https://sellingpartnerapi-fe.amazon.com'])
  })

  it('never has a user agent that Amazon would refuse', () => {
    const options = { credentials: storeOf(null), endpoints: { lwa: 'https://lwa.example' } }
    expect(() => createAmazonConnector({ ...options, userAgent: 'x'.repeat(501) })).toThrow(/user agent/)
    expect(() => createAmazonConnector({ ...options, userAgent: 'a\nb' })).toThrow(/user agent/)
  })
})

describe('an order', () => {
  it('is fetched in one request with everything it is shown with', async () => {
    await using shop = await connectSeller()
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({ externalOrderId: sampleOrderId, status: 'Shipped', totalAmount: '47.97' })
    expect(order.products).toHaveLength(2)
    expect(order.customerName).toBe('Camille Petit')
    const [token, request, ...more] = shop.amazon.requestLog.requests
    expect(more).toEqual([])
    expect(token?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect(request?.path).toBe(`/orders/2026-01-01/orders/${sampleOrderId}`)
    expect(request?.query).toEqual({
      includedData: 'BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES,PROMOTION,CANCELLATION',
    })
    expect(request?.headers['user-agent']).toMatch(/^Orderport\/\S+ \(Language=TypeScript\/[\d.]+; Platform=Node\//)
  })

  it('of a seller whose role covers no personal data comes without it', async () => {
    await using shop = await connectSeller()
    shop.seller.roles = ['order-tracking']
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({ status: 'Shipped', customerName: null, customerEmail: null })
  })

  it('is requested by a well-formed reference only', async () => {
    await using shop = await connectSeller()
    expect((await expectFailure(shop.fetchOrder('../../tokens'))).code).toBe('ORDER_REF_INVALID')
    expect(shop.amazon.requestLog.requests).toHaveLength(0)
  })

  it.each(['not-found', 'empty', 'other-order'] as const)('that is unknown (%s) is not found', async (answer) => {
    await using shop = await connectSeller()
    shop.amazon.answerUnknownOrders(answer)
    const failure = await expectFailure(shop.fetchOrder('999-0000000-0000000'))
    expect(failure.code).toBe('ORDER_NOT_FOUND_FOR_TENANT')
  })
})

describe('an access token', () => {
  it('is shared by simultaneous and later imports', async () => {
    await using shop = await connectSeller()
    await Promise.all(Array.from({ length: 10 }, () => shop.fetchOrder()))
    await shop.fetchOrder()
    expect(shop.amazon.requestLog.count('lwa')).toBe(1)
  })

  it('is renewed at the end of its own lifetime', async () => {
    await using shop = await connectSeller()
    shop.amazon.setAccessTokenSeconds(300)
    await shop.fetchOrder()
    shop.clock.now += 241_000
    await shop.fetchOrder()
    expect(shop.amazon.requestLog.count('lwa')).toBe(2)
    expect(shop.amazon.requestLog.count('getOrder')).toBe(2)
  })

  it('that Amazon calls expired early is renewed once, and the caller does not notice', async () => {
    await using shop = await connectSeller()
    await shop.fetchOrder()
    shop.amazon.expireAccessTokens()
    await expect(shop.fetchOrder()).resolves.toMatchObject({ externalOrderId: sampleOrderId })
    expect(shop.amazon.requestLog.requests.map(({ operation, status }) => [operation, status])).toEqual([
      ['lwa', 200],
      ['getOrder', 200],
      ['getOrder', 403],
      ['lwa', 200],
      ['getOrder', 200],
    ])
  })

  it('that Amazon calls stale although it is new is a failure, not a loop', async () => {
    await using shop = await connectSeller()
    const fault = { kind: 'forbidden', reason: 'expired-token' } as const
    shop.amazon.faults.push({ operation: 'getOrder', fault, times: Number.POSITIVE_INFINITY })
    expect((await expectFailure(shop.fetchOrder())).code).toBe('UPSTREAM_FORBIDDEN')
    expect(shop.amazon.requestLog.count('getOrder')).toBe(2)
    expect(shop.amazon.requestLog.count('lwa')).toBe(2)
  })

  it('of a withdrawn authorisation asks the seller to authorise again', async () => {
    await using shop = await connectSeller()
    await shop.fetchOrder()
    shop.amazon.revokeRefreshToken('Atzr|first')
    expect((await expectFailure(shop.fetchOrder())).code).toBe('CHANNEL_REAUTH_REQUIRED')
  })

  it('comes from the new refresh token once the seller has authorised again', async () => {
    await using shop = await connectSeller()
    shop.amazon.revokeRefreshToken('Atzr|first')
    await expectFailure(shop.fetchOrder())
    shop.seller.authorise('Atzr|second')
    shop.secret['refresh_token'] = 'Atzr|second'
    await expect(shop.fetchOrder()).resolves.toMatchObject({ externalOrderId: sampleOrderId })
  })

  it('is not granted to an application whose secret has been rotated', async () => {
    await using shop = await connectSeller()
    shop.amazon.rotateClientSecret(application.clientId, 'the-next-secret')
    const failure = await expectFailure(shop.fetchOrder())
    expect(failure.code).toBe('APP_CREDENTIALS_INVALID')
    expect(failure.retryAfterSeconds).toBe(60)
  })
})

describe('a deadline', () => {
  it.each(['lwa', 'getOrder'] as const)('that passes while %s hangs is a timeout', async (operation) => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation, fault: { kind: 'hang' } })
    const deadline = manualDeadline()
    const failing = expectFailure(shop.fetchOrder(sampleOrderId, deadline))
    await shop.amazon.requestLog.received(operation)
    deadline.pass()
    const failure = await failing
    expect(failure.code).toBe('UPSTREAM_TIMEOUT')
    expect(failure.detail).toMatch(/the deadline passed$/)
    shop.amazon.faults.clear()
    await expect(shop.fetchOrder(), 'the next import does not join the hung request').resolves.toMatchObject({
      status: 'Shipped',
    })
  })

  it('that passed during a hung token request does not make later imports wait for that request', async () => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'lwa', fault: { kind: 'hang' } })
    const client = await connectTenant(shop.connector)
    const [first, second, third] = [manualDeadline(), manualDeadline(), manualDeadline()]
    const firstFailing = expectFailure(client.fetch(sampleOrderId, first))
    await shop.amazon.requestLog.received('lwa')
    const secondFailing = expectFailure(client.fetch(sampleOrderId, second))
    first.pass()
    expect((await firstFailing).code).toBe('UPSTREAM_TIMEOUT')
    expect(shop.amazon.requestLog.count('lwa'), 'the second import joined the hung request').toBe(1)
    const thirdImport = client.fetch(sampleOrderId, third)
    await expect(thirdImport, 'Amazon works again').resolves.toMatchObject({ status: 'Shipped' })
    second.pass()
    expect((await secondFailing).code).toBe('UPSTREAM_TIMEOUT')
    expect(shop.amazon.requestLog.count('lwa')).toBe(2)
  })

  it.each(['spapi', 'lwa'] as const)('that passes closes the connection to %s', async (silentService) => {
    await using shop = await connectSeller()
    await using silent = await startSilentServer()
    const connector = createAmazonConnector({
      credentials: storeOf(shop.secret),
      endpoints: { spapi: shop.amazon.url, lwa: shop.amazon.lwaUrl, [silentService]: silent.url },
      application,
    })
    const deadline = manualDeadline()
    const client = await connectTenant(connector)
    const failing = expectFailure(client.fetch(sampleOrderId, deadline))
    await silent.asked
    deadline.pass()
    expect((await failing).code).toBe('UPSTREAM_TIMEOUT')
    await silent.abandoned
  })
})

it('a refused connection is a failure of Amazon, not a crash', async () => {
  const shop = await connectSeller()
  await shop.amazon.close()
  const failure = await expectFailure(shop.fetchOrder())
  expect(failure.code).toBe('UPSTREAM_ERROR')
  expect(failure.detail).toBe('getAccessToken: no whole answer (ECONNREFUSED)')
  expect(shop.attempts).toHaveLength(3)
})
