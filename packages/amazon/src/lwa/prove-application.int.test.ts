import { describe, expect, it } from 'vitest'
import { connectSeller } from '../testing/connected-seller.ts'
import { application } from '../testing/credentials.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { proveApplication } from './prove-application.ts'

const { clientId } = application
const fresh = { clientId, clientSecret: 'the-next-secret' }

describe('a secret of our application', () => {
  it('is proven by a token; both are good while a rotation lasts, then the new one alone', async () => {
    await using shop = await connectSeller()
    const prove = (candidate: typeof fresh) => proveApplication({ lwa: shop.amazon.lwaUrl }, candidate, noDeadline)
    expect([await prove(application), await prove(fresh)]).toEqual([true, false])
    shop.amazon.rotateClientSecret(clientId, fresh.clientSecret, shop.clock.now + 60_000)
    expect([await prove(application), await prove(fresh)]).toEqual([true, true])
    shop.clock.now += 60_000
    expect([await prove(application), await prove(fresh)]).toEqual([false, true])
  })

  it.each([
    ['temporarily_unavailable', 'UPSTREAM_ERROR'],
    ['unauthorized_client', 'UPSTREAM_ERROR'],
    ['invalid_scope', 'UPSTREAM_ERROR'],
  ] as const)('is neither good nor bad where Amazon answers %s', async (error, code) => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'lwa', fault: { kind: 'lwa-error', error } })
    const failure = await expectFailure(proveApplication({ lwa: shop.amazon.lwaUrl }, application, noDeadline))
    expect(failure.code).toBe(code)
  })

  it('is not good for an answer that holds no token', async () => {
    await using shop = await connectSeller()
    shop.amazon.faults.push({ operation: 'lwa', fault: { kind: 'empty', body: '{}' } })
    const failure = await expectFailure(proveApplication({ lwa: shop.amazon.lwaUrl }, application, noDeadline))
    expect(failure.code).toBe('UPSTREAM_ERROR')
  })
})
