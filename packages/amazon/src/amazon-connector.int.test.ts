import { describe, expect, test } from 'vitest'
import { createAmazonConnector } from './amazon-connector.ts'
import { connectSeller } from './testing/connected-seller.ts'
import { application, storeOf, tenantId } from './testing/credentials.ts'
import { failureOf } from './testing/expect-failure.ts'
import { sampleOrder, sampleOrderId } from './testing/sample-order.ts'
import { startSilentServer } from './testing/silent-server.ts'

const withoutEnd = new AbortController().signal

function timedOut(controller: AbortController): void {
  controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
}

describe('a connection', () => {
  test('names the selling account and calls nobody', async () => {
    await using shop = await connectSeller()
    const connection = await shop.source.connect(tenantId, withoutEnd)
    expect(connection?.sellingAccount).toEqual({
      sellerId: 'A1SELLER',
      region: 'eu-west-1',
      marketplaceId: 'A13V1IB3VIYZZH',
    })
    expect(shop.amazon.journal.requests).toHaveLength(0)
  })

  test('is null for a tenant without credentials', async () => {
    const source = createAmazonConnector({ credentials: storeOf(null), endpoints: { lwa: 'https://lwa.example' } })
    await expect(source.connect(tenantId, withoutEnd)).resolves.toBeNull()
    expect([source.channel, source.name]).toEqual(['amazon', 'amazon_spapi'])
  })

  test('fails without credentials of our application', async () => {
    await using shop = await connectSeller()
    const source = createAmazonConnector({ credentials: storeOf(shop.secret), endpoints: { lwa: shop.amazon.lwaUrl } })
    expect((await failureOf(source.connect(tenantId, withoutEnd))).code).toBe('APP_CREDENTIALS_INVALID')
  })

  test("goes to the region's endpoint of Amazon unless the service overrides it", async () => {
    await using shop = await connectSeller()
    const asked: string[] = []
    const source = createAmazonConnector({
      credentials: storeOf({ ...shop.secret, region: 'us-west-2', endpoint: 'https://evil.example' }),
      endpoints: { lwa: shop.amazon.lwaUrl },
      application,
      fetch: (input, init) => {
        const url = input instanceof Request ? input.url : input.toString()
        asked.push(new URL(url).origin)
        return url === shop.amazon.lwaUrl ? fetch(input, init) : Promise.resolve(Response.json({ order: sampleOrder }))
      },
    })
    const connection = await source.connect(tenantId, withoutEnd)
    await connection?.fetch(sampleOrderId, withoutEnd)
    expect(asked).toEqual([new URL(shop.amazon.lwaUrl).origin, 'https://sellingpartnerapi-fe.amazon.com'])
  })

  test('is refused a user agent that Amazon would refuse', () => {
    const options = { credentials: storeOf(null), endpoints: { lwa: 'https://lwa.example' } }
    expect(() => createAmazonConnector({ ...options, userAgent: 'x'.repeat(501) })).toThrow(/user agent/)
    expect(() => createAmazonConnector({ ...options, userAgent: 'a\nb' })).toThrow(/user agent/)
  })
})

describe('an order', () => {
  test('comes by one request for everything it is shown with', async () => {
    await using shop = await connectSeller()
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({ externalOrderId: sampleOrderId, status: 'Shipped', totalAmount: '47.97' })
    expect(order.products).toHaveLength(2)
    expect(order.customerName).toBe('Camille Petit')
    const [token, request, ...more] = shop.amazon.journal.requests
    expect(more).toEqual([])
    expect(token?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
    expect(request?.path).toBe(`/orders/2026-01-01/orders/${sampleOrderId}`)
    expect(request?.query).toEqual({
      includedData: 'BUYER,RECIPIENT,PROCEEDS,FULFILLMENT,PACKAGES,PROMOTION,CANCELLATION',
    })
    expect(request?.headers['user-agent']).toMatch(/^Orderport\/\S+ \(Language=TypeScript\/[\d.]+; Platform=Node\//)
  })

  test('of a seller whose role covers no personal data comes without it', async () => {
    await using shop = await connectSeller()
    shop.seller.roles = ['order-tracking']
    const order = await shop.fetchOrder()
    expect(order).toMatchObject({ status: 'Shipped', customerName: null, customerEmail: null })
  })

  test('is asked for by a well-formed reference only', async () => {
    await using shop = await connectSeller()
    expect((await failureOf(shop.fetchOrder('../../tokens'))).code).toBe('ORDER_REF_INVALID')
    expect(shop.amazon.journal.requests).toHaveLength(0)
  })

  test.each(['not-found', 'empty', 'other-order'] as const)('that is unknown (%s) is not found', async (answer) => {
    await using shop = await connectSeller()
    shop.amazon.answerUnknownOrders(answer)
    const failure = await failureOf(shop.fetchOrder('999-0000000-0000000'))
    expect(failure.code).toBe('ORDER_NOT_FOUND_FOR_TENANT')
  })
})

describe('an access token', () => {
  test('is shared by imports that run together and those that follow', async () => {
    await using shop = await connectSeller()
    await Promise.all(Array.from({ length: 10 }, () => shop.fetchOrder()))
    await shop.fetchOrder()
    expect(shop.amazon.journal.count('lwa')).toBe(1)
  })

  test('is renewed at the end of its own life', async () => {
    await using shop = await connectSeller()
    shop.amazon.setAccessTokenSeconds(300)
    await shop.fetchOrder()
    shop.clock.now += 241_000
    await shop.fetchOrder()
    expect(shop.amazon.journal.count('lwa')).toBe(2)
    expect(shop.amazon.journal.count('getOrder')).toBe(2)
  })

  test('that Amazon calls expired early is renewed once, unseen by the caller', async () => {
    await using shop = await connectSeller()
    await shop.fetchOrder()
    shop.amazon.expireAccessTokens()
    await expect(shop.fetchOrder()).resolves.toMatchObject({ externalOrderId: sampleOrderId })
    expect(shop.amazon.journal.requests.map(({ operation, status }) => [operation, status])).toEqual([
      ['lwa', 200],
      ['getOrder', 200],
      ['getOrder', 403],
      ['lwa', 200],
      ['getOrder', 200],
    ])
  })

  test('that is refused again when new is a refusal, not a loop', async () => {
    await using shop = await connectSeller()
    const fault = { kind: 'forbidden', reason: 'expired-token' } as const
    shop.amazon.faults.push({ operation: 'getOrder', fault, times: Number.POSITIVE_INFINITY })
    expect((await failureOf(shop.fetchOrder())).code).toBe('UPSTREAM_FORBIDDEN')
    expect(shop.amazon.journal.count('getOrder')).toBe(2)
    expect(shop.amazon.journal.count('lwa')).toBe(2)
  })

  test('of an authorisation that was taken back asks the seller to authorise again', async () => {
    await using shop = await connectSeller()
    await shop.fetchOrder()
    shop.amazon.revokeRefreshToken('Atzr|first')
    expect((await failureOf(shop.fetchOrder())).code).toBe('CHANNEL_REAUTH_REQUIRED')
  })

  test('comes from the new refresh token once the seller has authorised again', async () => {
    await using shop = await connectSeller()
    shop.amazon.revokeRefreshToken('Atzr|first')
    await failureOf(shop.fetchOrder())
    shop.seller.authorise('Atzr|second')
    shop.secret['refresh_token'] = 'Atzr|second'
    await expect(shop.fetchOrder()).resolves.toMatchObject({ externalOrderId: sampleOrderId })
  })

  test('is not given to an application whose secret was rotated away', async () => {
    await using shop = await connectSeller()
    shop.amazon.rotateClientSecret(application.clientId, 'the-next-secret')
    const failure = await failureOf(shop.fetchOrder())
    expect(failure.code).toBe('APP_CREDENTIALS_INVALID')
    expect(failure.retryAfterSeconds).toBe(60)
  })
})

describe('a deadline', () => {
  test.each(['lwa', 'getOrder'] as const)('that passes while %s hangs is a timeout', async (operation) => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation, fault: { kind: 'hang' } })
    const controller = new AbortController()
    const failing = failureOf(shop.fetchOrder(sampleOrderId, controller.signal))
    await shop.amazon.journal.received(operation)
    timedOut(controller)
    const failure = await failing
    expect(failure.code).toBe('UPSTREAM_TIMEOUT')
    expect(failure.detail).toMatch(/the deadline passed$/)
    shop.amazon.faults.clear()
    await expect(shop.fetchOrder(), 'nobody joins what hung').resolves.toMatchObject({ status: 'Shipped' })
  })

  test('that one hung token request used up is not inherited from import to import', async () => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'lwa', fault: { kind: 'hang' } })
    const connection = await shop.source.connect(tenantId, withoutEnd)
    if (connection === null) throw new Error('no connection was made')
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()]
    const firstFailing = failureOf(connection.fetch(sampleOrderId, first.signal))
    await shop.amazon.journal.received('lwa')
    const secondFailing = failureOf(connection.fetch(sampleOrderId, second.signal))
    timedOut(first)
    expect((await firstFailing).code).toBe('UPSTREAM_TIMEOUT')
    expect(shop.amazon.journal.count('lwa'), 'the second import joined the hung request').toBe(1)
    const thirdImport = connection.fetch(sampleOrderId, third.signal)
    await expect(thirdImport, 'Amazon works again').resolves.toMatchObject({ status: 'Shipped' })
    timedOut(second)
    expect((await secondFailing).code).toBe('UPSTREAM_TIMEOUT')
    expect(shop.amazon.journal.count('lwa')).toBe(2)
  })

  test.each(['spapi', 'lwa'] as const)('that passes ends the connection to %s', async (silentService) => {
    await using shop = await connectSeller()
    await using silent = await startSilentServer()
    const source = createAmazonConnector({
      credentials: storeOf(shop.secret),
      endpoints: { spapi: shop.amazon.url, lwa: shop.amazon.lwaUrl, [silentService]: silent.url },
      application,
    })
    const controller = new AbortController()
    const connection = await source.connect(tenantId, withoutEnd)
    if (connection === null) throw new Error('no connection was made')
    const failing = failureOf(connection.fetch(sampleOrderId, controller.signal))
    await silent.asked
    timedOut(controller)
    expect((await failing).code).toBe('UPSTREAM_TIMEOUT')
    await silent.abandoned
  })
})

test('nobody listening is a failure of Amazon, not a crash', async () => {
  const shop = await connectSeller()
  await shop.amazon.close()
  const failure = await failureOf(shop.fetchOrder())
  expect(failure.code).toBe('UPSTREAM_ERROR')
  expect(failure.detail).toBe('getAccessToken: no whole answer (ECONNREFUSED)')
  expect(shop.attempts).toHaveLength(3)
})
