import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createClock } from '../../test/harness/clock.ts'
import { failureCode } from '../../test/harness/failure-code.ts'
import { startIdentityProvider, unsignedToken } from '../../test/harness/identity-provider.ts'
import { createJwks } from './jwks.ts'
import { createTokenVerifier } from './verify-token.ts'

const minute = 60_000

/** An identity provider over HTTP, and a verifier on a clock of its own. */
async function open() {
  const provider = await startIdentityProvider()
  const { now, pass } = createClock()
  const failures: string[] = []
  const jwks = createJwks({ url: provider.jwksUrl, now, onFailure: (reason) => failures.push(reason) })
  const { issuer, audience } = provider
  const verify = createTokenVerifier({ issuer, audience, jwks, now })
  const sign = (claims = {}) => provider.sign({ tenants: ['a'], ...claims }, now())
  const seconds = () => Math.floor(now().getTime() / 1000)
  let madeUp = 0
  /** What becomes of a token with a key id that nobody has. */
  function verifyMadeUp() {
    madeUp += 1
    const claims = { iss: issuer, aud: audience, exp: seconds() + 60 }
    const unsigned = unsignedToken({ alg: 'ES256', kid: `made-up-${madeUp}` }, claims)
    return failureCode(verify(`${unsigned}AAAA`))
  }
  const close = provider[Symbol.asyncDispose]
  return { provider, now, pass, verify, verifyMadeUp, sign, seconds, failures, [Symbol.asyncDispose]: close }
}

describe('a token', () => {
  it('that holds says what it says; its keys are asked for once', async () => {
    await using world = await open()
    const token = await world.sign({ scope: 'orders:read' })
    const answers = await Promise.all([world.verify(token), world.verify(token)])
    expect(answers[0]).toMatchObject({ tenants: ['a'], scopes: ['orders:read'] })
    expect(world.provider.asked()).toBe(1)
  })

  it.each([
    ['expired', { exp: -31 }],
    ['not valid yet', { nbf: 31 }],
  ])('that is %s is refused, and half a minute of difference between clocks is forgiven', async (_name, times) => {
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

  it('that nobody signed, or signed with our public key as a secret, or garbage, is refused without asking for keys', async () => {
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

  it('whose signature was changed, or whose claims were, is refused', async () => {
    await using world = await open()
    const [header = '', , signature = ''] = (await world.sign()).split('.')
    const [, others = ''] = (await world.sign({ tenants: ['b'] })).split('.')
    expect(await failureCode(world.verify(`${header}.${others}.${signature}`))).toBe('AUTH_REQUIRED')
    expect(await failureCode(world.verify(`${header}.${others}.`))).toBe('AUTH_REQUIRED')
  })
})

describe('the provider’s keys', () => {
  it('that are new are found at once, and those withdrawn count no longer', async () => {
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

  it('are withdrawn within ten minutes, whether a new one is used or not', async () => {
    await using world = await open()
    const token = await world.sign({ exp: world.seconds() + 3600 })
    await world.verify(token)
    await world.provider.rotate({ keep: false })
    world.pass(10 * minute - 1)
    await world.verify(token)
    world.pass(1)
    expect(await failureCode(world.verify(token))).toBe('AUTH_REQUIRED')
  })

  it('are not asked for without end by made-up key ids', async () => {
    await using world = await open()
    await world.verify(await world.sign())
    for (let times = 0; times < 50; times += 1) expect(await world.verifyMadeUp()).toBe('AUTH_REQUIRED')
    expect(world.provider.asked()).toBe(4)
    world.pass(minute / 2)
    await world.provider.rotate({ keep: false })
    await world.verify(await world.sign())
  })

  it('that are new get in within five seconds, however many key ids are made up', async () => {
    await using world = await open()
    await world.verify(await world.sign())
    const flood = () => Promise.all(Array.from({ length: 20 }, () => world.verifyMadeUp()))
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

  it('are asked for every five seconds while key ids are made up, by all of them together', async () => {
    await using world = await open()
    await world.verify(await world.sign())
    for (let seconds = 0; seconds < 60; seconds += 1) {
      await Promise.all(Array.from({ length: 5 }, () => world.verifyMadeUp()))
      world.pass(1_000)
    }
    // One at first, three in the first three seconds, then one every five.
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
    'can’t be known while the provider %s: an outage, not a bad token',
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

  it('go on being used for an hour while the provider is away, and no longer', async () => {
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

  it('that are new can’t be known while the provider is away, and it is left alone for five seconds', async () => {
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

  it('are not waited for without end', async () => {
    await using world = await open()
    world.provider.answerWith(() => undefined)
    expect(await failureCode(world.verify(await world.sign()))).toBe('IDENTITY_UNAVAILABLE')
    expect(world.failures).toHaveLength(1)
  })
})
