import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createClock } from '../../test/harness/clock.ts'
import { failureCode } from '../../test/harness/failure-code.ts'
import { startIdentityProvider, unsignedToken } from '../../test/harness/identity-provider.ts'
import { createJwks } from './jwks.ts'
import { createTokenVerifier } from './verify-token.ts'

const minute = 60_000

/** Starts an identity provider over HTTP. Returns it with a verifier, and the clock that the verifier uses. */
async function open() {
  const provider = await startIdentityProvider()
  const { now, pass } = createClock()
  const failures: string[] = []
  const jwks = createJwks({ url: provider.jwksUrl, now, onFailure: (reason) => failures.push(reason) })
  const { issuer, audience } = provider
  const verify = createTokenVerifier({ issuer, audience, jwks, now })
  const sign = (claims = {}) => provider.sign({ tenants: ['a'], ...claims }, now())
  const seconds = () => Math.floor(now().getTime() / 1000)
  let invented = 0
  /** Returns the code with which a token of an invented key id is refused. */
  function verifyInvented() {
    invented += 1
    const claims = { iss: issuer, aud: audience, exp: seconds() + 60 }
    const unsigned = unsignedToken({ alg: 'ES256', kid: `invented-${invented}` }, claims)
    return failureCode(verify(`${unsigned}AAAA`))
  }
  const close = provider[Symbol.asyncDispose]
  return { provider, now, pass, verify, verifyInvented, sign, seconds, failures, [Symbol.asyncDispose]: close }
}

describe('a token', () => {
  it('that is valid returns its claims, and loads the keys once', async () => {
    await using world = await open()
    const token = await world.sign({ scope: 'orders:read' })
    const answers = await Promise.all([world.verify(token), world.verify(token)])
    expect(answers[0]).toMatchObject({ tenants: ['a'], scopes: ['orders:read'] })
    expect(world.provider.asked()).toBe(1)
  })

  it.each([
    ['expired', { exp: -31 }],
    ['not valid yet', { nbf: 31 }],
  ])('that is %s is refused, with half a minute of tolerance between clocks', async (_name, times) => {
    await using world = await open()
    const shifted = (by: number) =>
      Object.fromEntries(Object.entries(times).map(([name, offset]) => [name, world.seconds() + offset + by]))
    expect(await failureCode(world.verify(await world.sign(shifted(0))))).toBe('AUTH_REQUIRED')
    await world.verify(await world.sign(shifted('exp' in times ? 2 : -2)))
  })

  it.each([
    [{ aud: 'another-service' }],
    [{ aud: ['another-service', 'orderport2'] }],
    [{ aud: undefined }],
    [{ iss: 'https://evil.example.org/' }],
    [{ iss: undefined }],
    [{ exp: undefined }],
    [{ exp: 'tomorrow' }],
  ])('with the claims %j is refused', async (claims) => {
    await using world = await open()
    expect(await failureCode(world.verify(await world.sign(claims)))).toBe('AUTH_REQUIRED')
  })

  it('that is unsigned, signed with our public key as a secret, or garbage is refused before keys load', async () => {
    await using world = await open()
    const claims = {
      iss: world.provider.issuer,
      aud: world.provider.audience,
      exp: world.seconds() + 60,
      tenants: ['a'],
    }
    const none = unsignedToken({ alg: 'none' }, claims)
    const hmac = unsignedToken({ alg: 'HS256', kid: 'key-1' }, claims).slice(0, -1)
    const forged = `${hmac}.${createHmac('sha256', world.provider.publicPem()).update(hmac).digest('base64url')}`
    const garbage = ['x', '..', 'a.b.c', 'eyJhbGciOiJub25lIn0..', 'x'.repeat(5000), unsignedToken({ alg: 7 }, claims)]
    for (const token of [none, forged, unsignedToken({}, claims), unsignedToken({ alg: 'ES256' }, []), ...garbage]) {
      expect(await failureCode(world.verify(token))).toBe('AUTH_REQUIRED')
    }
    expect(world.provider.asked()).toBe(0)
  })

  it('with a changed signature, or changed claims, is refused', async () => {
    await using world = await open()
    const [header = '', , signature = ''] = (await world.sign()).split('.')
    const [, others = ''] = (await world.sign({ tenants: ['b'] })).split('.')
    expect(await failureCode(world.verify(`${header}.${others}.${signature}`))).toBe('AUTH_REQUIRED')
    expect(await failureCode(world.verify(`${header}.${others}.`))).toBe('AUTH_REQUIRED')
  })
})

describe('the provider’s keys', () => {
  it('are found at once when they are new, and refused once they are withdrawn', async () => {
    await using world = await open()
    const old = await world.sign()
    await world.verify(old)
    await world.provider.rotate({ keep: true })
    await world.verify(await world.sign())
    await world.verify(old)
    await world.provider.rotate({ keep: false })
    await world.verify(await world.sign())
    expect(await failureCode(world.verify(old))).toBe('AUTH_REQUIRED')
  })

  it('are refused within ten minutes of their withdrawal, even if no new one is used', async () => {
    await using world = await open()
    const token = await world.sign({ exp: world.seconds() + 3600 })
    await world.verify(token)
    await world.provider.rotate({ keep: false })
    world.pass(10 * minute - 1)
    await world.verify(token)
    world.pass(1)
    expect(await failureCode(world.verify(token))).toBe('AUTH_REQUIRED')
  })

  it('are reloaded only a few times for invented key ids', async () => {
    await using world = await open()
    await world.verify(await world.sign())
    for (let times = 0; times < 50; times += 1) expect(await world.verifyInvented()).toBe('AUTH_REQUIRED')
    expect(world.provider.asked()).toBe(4)
    world.pass(minute / 2)
    await world.provider.rotate({ keep: false })
    await world.verify(await world.sign())
  })

  it('are accepted within five seconds when they are new, however many key ids are invented', async () => {
    await using world = await open()
    await world.verify(await world.sign())
    const flood = () => Promise.all(Array.from({ length: 20 }, () => world.verifyInvented()))
    for (let times = 0; times < 3; times += 1) await flood()
    await world.provider.rotate({ keep: false })
    const token = await world.sign()
    expect(await failureCode(world.verify(token))).toBe('AUTH_REQUIRED')
    world.pass(4_999)
    await flood()
    expect(world.provider.asked()).toBe(4)
    world.pass(1)
    await Promise.all([flood(), world.verify(token)])
    await world.verify(token)
    expect(world.provider.asked()).toBe(5)
  })

  it('are reloaded at most every five seconds while key ids are invented', async () => {
    await using world = await open()
    await world.verify(await world.sign())
    for (let seconds = 0; seconds < 60; seconds += 1) {
      await Promise.all(Array.from({ length: 5 }, () => world.verifyInvented()))
      world.pass(1_000)
    }
    // The first load, three in the first three seconds, then one every five.
    expect(world.provider.asked()).toBe(4 + 11)
  })

  it.each([
    ['refuses', (response) => response.writeHead(500).end()],
    ['hangs up', (response) => response.destroy()],
    ['redirects', (response) => response.writeHead(302, { location: '/jwks' }).end()],
    ['answers a page', (response) => response.end('<html>Sign in</html>')],
    ['answers other JSON', (response) => response.end('{"keys":"none"}')],
    ['answers no key at all', (response) => response.end('{"keys":[]}')],
    [
      'answers a key that is none',
      (response) => response.end('{"keys":[{"kty":"EC","kid":"key-1","crv":"P-256","x":"1","y":"2"}]}'),
    ],
  ] as [string, Parameters<Awaited<ReturnType<typeof startIdentityProvider>>['answerWith']>[0]][])(
    'can’t be loaded while the provider %s: an outage, not a bad token',
    async (_name, answer) => {
      await using world = await open()
      world.provider.answerWith(answer)
      const token = await world.sign()
      expect(await failureCode(world.verify(token))).toBe('IDENTITY_UNAVAILABLE')
      world.provider.answerAgain()
      world.pass(10 * minute)
      await world.verify(await world.sign())
    },
  )

  it('stay in use for an hour while the provider is unreachable, and no longer', async () => {
    await using world = await open()
    const token = await world.sign({ exp: world.seconds() + 2 * 3600 })
    await world.verify(token)
    world.provider.answerWith((response) => response.destroy())
    for (let minutes = 0; minutes < 59; minutes += 1) {
      world.pass(minute)
      await world.verify(token)
    }
    world.pass(minute)
    expect(await failureCode(world.verify(token))).toBe('IDENTITY_UNAVAILABLE')
    expect(world.failures.length).toBeGreaterThan(0)
    world.provider.answerAgain()
    world.pass(5_000)
    await world.verify(token)
  })

  it('can’t be looked up while the provider is unreachable, which is then left alone for five seconds', async () => {
    await using world = await open()
    await world.verify(await world.sign())
    await world.provider.rotate({ keep: true })
    const token = await world.sign()
    world.provider.answerWith((response) => response.destroy())
    for (let times = 0; times < 10; times += 1) {
      expect(await failureCode(world.verify(token))).toBe('IDENTITY_UNAVAILABLE')
    }
    expect(world.provider.asked()).toBe(2)
    world.provider.answerAgain()
    world.pass(5_000)
    await world.verify(token)
  })

  it('are waited for three seconds at most', async () => {
    await using world = await open()
    world.provider.answerWith(() => undefined)
    expect(await failureCode(world.verify(await world.sign()))).toBe('IDENTITY_UNAVAILABLE')
    expect(world.failures).toHaveLength(1)
  })
})
