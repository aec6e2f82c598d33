import { expect, it } from 'vitest'
import { applicationWithEnd, rotatedApplication } from './rotated-application.ts'

const stored = { client_id: 'app', client_secret: 'old', region: 'eu-west-1' }
const fresh = {
  clientId: 'app',
  clientSecret: () => 'new',
  expiresAt: '2026-08-07T10:00:00.000Z',
  oldExpiresAt: '2026-02-14T10:00:00.000Z',
}
const rotated = {
  ...stored,
  client_secret: 'new',
  expires_at: fresh.expiresAt,
  previous_client_secret: 'old',
  previous_until: fresh.oldExpiresAt,
}

it('a new secret takes the place of the old one, which stays beside it, and whatever else is stored', () => {
  expect(rotatedApplication(stored, fresh, null)).toEqual(rotated)
})

it('where nothing is stored, the configured application is rotated', () => {
  const fallback = { clientId: 'app', clientSecret: 'old' }
  expect(rotatedApplication(null, fresh, fallback)).toMatchObject({
    client_secret: 'new',
    previous_client_secret: 'old',
  })
  expect(rotatedApplication(null, fresh, null)).toBeNull()
})

it.each([
  ['a copy', rotated],
  ['another application', { ...stored, client_id: 'other' }],
  [
    'one that came late, after the next rotation',
    { ...rotated, client_secret: 'newest', previous_client_secret: 'new' },
  ],
  ['one that ends sooner than what is stored', { ...stored, expires_at: '2027-01-01T00:00:00.000Z' }],
])('%s changes nothing', (_title, current) => {
  expect(rotatedApplication(current, fresh, null)).toBeNull()
})

it('the end of the secret is written once, and never set back', () => {
  const expiry = { clientId: 'app', expiresAt: '2026-02-14T10:00:00.000Z' }
  const known = { ...stored, expires_at: expiry.expiresAt }
  expect(applicationWithEnd(stored, expiry)).toEqual(known)
  expect(applicationWithEnd(known, expiry)).toBeNull()
  expect(applicationWithEnd(rotated, expiry)).toBeNull()
  expect(applicationWithEnd(null, expiry)).toBeNull()
  expect(applicationWithEnd(stored, { ...expiry, clientId: 'other' })).toBeNull()
})
