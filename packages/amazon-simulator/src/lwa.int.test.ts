import { expect, it } from 'vitest'
import { grantOf, manualClock, openShop, referencePath, refreshToken } from './testing/open-shop.ts'

it('a refresh token is exchanged for an access token to the seller’s orders', async () => {
  await using shop = await openShop({ accessTokenSeconds: 120 })
  const response = await shop.askLwa(grantOf(refreshToken))
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    access_token: expect.stringMatching(/^Atza\|/),
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: 120,
  })
  expect((await shop.call(referencePath, await shop.token())).status).toBe(200)
})

it('a JSON body is understood as well', async () => {
  await using shop = await openShop()
  const response = await fetch(shop.simulator.lwaUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(grantOf(refreshToken)),
  })
  expect(response.status).toBe(200)
})

const { grant_type: _, ...withoutGrantType } = grantOf(refreshToken)
const { client_secret: __, ...withoutSecret } = grantOf(refreshToken)

it.each([
  ['a wrong secret', { ...grantOf(refreshToken), client_secret: 'wrong' }, { status: 401, error: 'invalid_client' }],
  [
    'an unknown application',
    { ...grantOf(refreshToken), client_id: 'stranger' },
    { status: 401, error: 'invalid_client' },
  ],
  ['an unknown refresh token', grantOf('Atzr|stranger'), { status: 400, error: 'invalid_grant' }],
  [
    'another grant type',
    { ...grantOf(refreshToken), grant_type: 'password' },
    { status: 400, error: 'unsupported_grant_type' },
  ],
  ['no grant type', withoutGrantType, { status: 400, error: 'invalid_request' }],
  ['no secret', withoutSecret, { status: 400, error: 'invalid_request' }],
])('%s is refused', async (_case, form, { status, error }) => {
  await using shop = await openShop()
  const response = await shop.askLwa(form)
  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({ error, error_description: expect.any(String) })
  expect(response.headers.get('x-amzn-requestid')).toBeTruthy()
})

it.each([
  ['text/plain', 'grant_type=refresh_token'],
  ['application/json', '{'],
])('a %s body that can’t be read is refused', async (type, body) => {
  await using shop = await openShop()
  const response = await fetch(shop.simulator.lwaUrl, { method: 'POST', headers: { 'content-type': type }, body })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: 'invalid_request' })
})

it('a rotated secret is refused, the new one works, and tokens stay valid', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.rotateClientSecret('client-of-tests', 'next-secret')
  expect((await shop.askLwa(grantOf(refreshToken))).status).toBe(401)
  expect((await shop.askLwa({ ...grantOf(refreshToken), client_secret: 'next-secret' })).status).toBe(200)
  expect((await shop.call(referencePath, token)).status).toBe(200)
})

it('revoking an authorisation ends its tokens, and a new one leads to the same account', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  shop.simulator.revokeRefreshToken(refreshToken)
  const refused = await shop.call(referencePath, token)
  expect(refused.status).toBe(403)
  expect(await refused.text()).toContain('revoked, malformed or invalid')
  expect((await shop.askLwa(grantOf(refreshToken))).status).toBe(400)
  shop.seller.authorise('Atzr|again')
  expect((await shop.call(referencePath, await shop.token('Atzr|again'))).status).toBe(200)
})

it('a token expires by the clock or on demand, and its lifetime can be changed', async () => {
  const clock = manualClock()
  await using shop = await openShop({ now: clock.now })
  shop.simulator.setAccessTokenSeconds(10)
  const token = await shop.token()
  clock.advance(9_999)
  expect((await shop.call(referencePath, token)).status).toBe(200)
  clock.advance(1)
  expect(await (await shop.call(referencePath, token)).text()).toContain('has expired')
  const next = await shop.token()
  shop.simulator.expireAccessTokens()
  expect((await shop.call(referencePath, next)).status).toBe(403)
})
