import { describe, expect, it } from 'vitest'
import {
  authorisationFingerprintOf,
  credentialsFingerprintOf,
  readApplication,
  readAuthorisation,
} from './credentials.ts'
import { storeOf, tenantId } from './testing/credentials.ts'
import { noDeadline } from './testing/deadlines.ts'
import { expectFailure } from './testing/expect-failure.ts'

const { signal } = noDeadline

const authorisation = {
  refresh_token: 'Atzr|not-to-be-shown',
  seller_id: 'A1SELLER',
  marketplace_id: 'A13V1IB3VIYZZH',
  region: 'eu-west-1',
}

describe("a tenant's authorisation", () => {
  it('is read by its keys; others are ignored', async () => {
    const store = storeOf({ ...authorisation, region: ' eu-west-1', created_at: '2026-01-01' })
    await expect(readAuthorisation(store, tenantId, signal)).resolves.toEqual({ ...authorisation, version: '1' })
  })

  it('is read without what surrounds its values', async () => {
    const padded = { ...authorisation, refresh_token: ` ${authorisation.refresh_token}\n`, seller_id: '\tA1SELLER ' }
    await expect(readAuthorisation(storeOf(padded), tenantId, signal)).resolves.toEqual({
      ...authorisation,
      version: '1',
    })
  })

  it('need not name a marketplace', async () => {
    const { marketplace_id: _, ...rest } = authorisation
    await expect(readAuthorisation(storeOf(rest), tenantId, signal)).resolves.toEqual({ ...rest, version: '1' })
  })

  it('that is missing is null', async () => {
    await expect(readAuthorisation(storeOf(null), tenantId, signal)).resolves.toBeNull()
  })

  it.each([
    ['refresh_token', ''],
    ['refresh_token', undefined],
    ['refresh_token', 'Atzr|not-to-be-\nshown'],
    ['refresh_token', 'Atzr|not-to-be-shown\u200B'],
    ['seller_id', 'A1 SELLER'],
    ['seller_id', 42],
    ['region', 'eu-west-3'],
    ['region', 'https://evil.example'],
    ['marketplace_id', {}],
  ])('with a malformed %s (%j) is a failure that names the key and no value', async (key, value) => {
    const failure = await expectFailure(
      readAuthorisation(storeOf({ ...authorisation, [key]: value }), tenantId, signal),
    )
    expect(failure.code).toBe('CREDENTIALS_UNAVAILABLE')
    expect(failure.detail).toMatch(new RegExp(`malformed ${key}$`))
    expect(failure.detail).not.toContain('not-to-be-shown')
  })

  it('names every bad key of an empty secret', async () => {
    const failure = await expectFailure(readAuthorisation(storeOf({}), tenantId, signal))
    expect(failure.detail).toMatch(/refresh_token, seller_id, region$/)
  })
})

describe('our application', () => {
  const secret = { client_id: 'amzn1.client', client_secret: 'from-the-store', application_id: 'x' }
  const fallback = { clientId: 'amzn1.other', clientSecret: 'from-the-configuration' }

  it('is the stored one, or the configured one where none is stored', async () => {
    await expect(readApplication(storeOf(null, secret), fallback, signal)).resolves.toEqual({
      clientId: 'amzn1.client',
      clientSecret: 'from-the-store',
    })
    await expect(readApplication(storeOf(null), fallback, signal)).resolves.toEqual(fallback)
  })

  it('is invalid when there is none, and when the stored one is malformed', async () => {
    const none = await expectFailure(readApplication(storeOf(null), undefined, signal))
    const malformed = await expectFailure(
      readApplication(storeOf(null, { ...secret, client_secret: '' }), fallback, signal),
    )
    const wrapped = await expectFailure(
      readApplication(storeOf(null, { ...secret, client_secret: 'from-the\n-store' }), fallback, signal),
    )
    expect(wrapped.detail).toMatch(/malformed client_secret$/)
    expect([none.code, malformed.code]).toEqual(['APP_CREDENTIALS_INVALID', 'APP_CREDENTIALS_INVALID'])
    expect([none.retryAfterSeconds, malformed.retryAfterSeconds]).toEqual([60, 60])
    expect(malformed.detail).toMatch(/malformed client_secret$/)
  })
})

describe('the fingerprints of credentials', () => {
  const first = { ...authorisation, region: 'eu-west-1', version: '1' } as const
  const application = { clientId: 'amzn1.client', clientSecret: 'secret' }
  const fingerprint = credentialsFingerprintOf(first, application)
  const grant = authorisationFingerprintOf(first)

  it.each([
    ['another version of the same secret', { ...first, version: '2' }, application],
    ['no version any more', { ...first, version: null }, application],
    ['another account', { ...first, seller_id: 'A2SELLER' }, application],
    ['another region', { ...first, region: 'us-east-1' } as const, application],
    ['another application', first, { ...application, clientId: 'amzn1.other' }],
  ])('of the credentials alone changes with %s', (_what, changed, changedApplication) => {
    expect(credentialsFingerprintOf(changed, changedApplication)).not.toBe(fingerprint)
    expect(authorisationFingerprintOf(changed)).toBe(grant)
  })

  it('both change with another refresh token', () => {
    const renewed = { ...first, refresh_token: 'Atzr|renewed' }
    expect(credentialsFingerprintOf(renewed, application)).not.toBe(fingerprint)
    expect(authorisationFingerprintOf(renewed)).not.toBe(grant)
  })

  it('stay the same otherwise: with a marketplace, and with a rotated secret of our application', () => {
    const moved = { ...first, marketplace_id: null }
    expect(credentialsFingerprintOf(moved, { ...application, clientSecret: 'rotated' })).toBe(fingerprint)
    expect(authorisationFingerprintOf(moved)).toBe(grant)
  })

  it('reveal nothing of the credentials', () => {
    expect(fingerprint + grant).not.toMatch(/not-to-be-shown|A1SELLER|amzn1/)
  })
})
