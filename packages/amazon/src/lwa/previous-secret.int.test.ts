import { startAmazonSimulator } from '@orderport/amazon-simulator'
import { expect, it } from 'vitest'
import { createAmazonConnector } from '../amazon-connector.ts'
import { application, storeOf, tenantId } from '../testing/credentials.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { sampleOrder, sampleOrderId } from '../testing/sample-order.ts'

const start = Date.parse('2026-02-08T12:00:00Z')
const until = '2026-02-14T12:00:00.000Z'

it('while a new secret isn’t accepted yet, the one before it is used, until it ends', async () => {
  const clock = { now: start }
  await using amazon = await startAmazonSimulator({ now: () => clock.now })
  amazon.registerApplication(application)
  const refreshToken = 'Atzr|first'
  amazon.registerSeller({ sellerId: 'A1SELLER', region: 'eu-west-1', refreshToken }).putOrder(sampleOrder)
  const tenantSecret = { refresh_token: refreshToken, seller_id: 'A1SELLER', region: 'eu-west-1' }
  const rotated = {
    client_id: application.clientId,
    client_secret: 'the-new-secret',
    previous_client_secret: application.clientSecret,
    previous_until: until,
  }
  const fetchOrder = async () => {
    // A connector of its own has no token from before.
    const connector = createAmazonConnector({
      credentials: storeOf(tenantSecret, rotated),
      endpoints: { spapi: amazon.url, lwa: amazon.lwaUrl },
      now: () => clock.now,
    })
    const client = await connector.connect(tenantId, noDeadline.signal)
    return client?.fetch(sampleOrderId, { ...noDeadline, endsAt: clock.now + 60_000 })
  }
  expect(await fetchOrder()).toMatchObject({ externalOrderId: sampleOrderId })
  clock.now = Date.parse(until)
  expect((await expectFailure(fetchOrder())).code, 'it has ended').toBe('APP_CREDENTIALS_INVALID')
  amazon.rotateClientSecret(application.clientId, 'the-new-secret', clock.now)
  expect(await fetchOrder()).toMatchObject({ externalOrderId: sampleOrderId })
})
