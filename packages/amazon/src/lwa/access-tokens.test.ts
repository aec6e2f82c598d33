import { describe, expect, it } from 'vitest'
import type { Send, UpstreamAnswer, UpstreamRequest } from '../transport/upstream-request.ts'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { AccessTokens } from './access-tokens.ts'
import type { RefreshGrant } from './request-access-token.ts'

const grant: RefreshGrant = {
  application: { clientId: 'amzn1.client', clientSecret: 'app-secret' },
  refreshToken: 'Atzr|a&b=c',
  sellerId: 'A1SELLER',
}

const { signal: never } = noDeadline

function tokenAnswer(token: string, expiresIn: unknown): UpstreamAnswer {
  const value = { access_token: token, token_type: 'bearer', expires_in: expiresIn }
  return { status: 200, body: { kind: 'json', value }, requestId: null, rateLimit: null }
}

/** Tokens `Atza|1`, `Atza|2`, … from an endpoint that records its requests. */
function tokensFrom({ expiresIn = 3600, gate }: { readonly expiresIn?: unknown; readonly gate?: Promise<void> } = {}) {
  const clock = { now: 1_000_000 }
  const requests: UpstreamRequest[] = []
  const send = async (request: UpstreamRequest): Promise<UpstreamAnswer> => {
    const count = requests.push(request)
    await gate
    return tokenAnswer(`Atza|${count}`, expiresIn)
  }
  const tokens = tokensBy(send, () => clock.now)
  return { tokens, requests, clock }
}

function tokensBy(send: Send, now = Date.now): AccessTokens {
  return new AccessTokens({ endpoint: { url: 'https://lwa.example/token', userAgent: 'Test/1', send }, now })
}

describe('a request for a token', () => {
  it('is a form with every value encoded', async () => {
    const { tokens, requests } = tokensFrom()
    await tokens.get(grant, never)
    expect(requests[0]?.body).toBe(
      'grant_type=refresh_token&refresh_token=Atzr%7Ca%26b%3Dc&client_id=amzn1.client&client_secret=app-secret',
    )
    expect(requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8')
  })
})

describe('a token', () => {
  it('is used until a minute before its end, then renewed', async () => {
    const { tokens, clock } = tokensFrom({ expiresIn: 600 })
    const first = await tokens.get(grant, never)
    clock.now += 539_999
    expect(await tokens.get(grant, never)).toBe(first)
    clock.now += 1
    expect(await tokens.get(grant, never)).toBe('Atza|2')
  })

  it.each([60, '30', 'soon', null, -5, {}])('that lives for %j is used, but not kept', async (expiresIn) => {
    const { tokens } = tokensFrom({ expiresIn })
    expect(await tokens.get(grant, never)).toBe('Atza|1')
    expect(await tokens.get(grant, never)).toBe('Atza|2')
  })

  it('is requested once for simultaneous callers', async () => {
    const { tokens, requests } = tokensFrom()
    const got = await Promise.all(Array.from({ length: 10 }, () => tokens.get(grant, never)))
    expect(new Set(got)).toEqual(new Set(['Atza|1']))
    expect(requests).toHaveLength(1)
  })

  it('of a rotated refresh token or another application is another token', async () => {
    const { tokens, requests } = tokensFrom()
    await tokens.get(grant, never)
    await tokens.get({ ...grant, refreshToken: 'Atzr|rotated' }, never)
    await tokens.get({ ...grant, application: { ...grant.application, clientId: 'amzn1.other' } }, never)
    expect(requests).toHaveLength(3)
  })

  it('that was refused is dropped, but not the one that has replaced it', async () => {
    const { tokens } = tokensFrom()
    const refused = await tokens.get(grant, never)
    tokens.drop(grant, refused)
    expect(await tokens.get(grant, never)).toBe('Atza|2')
    tokens.drop(grant, refused)
    expect(await tokens.get(grant, never)).toBe('Atza|2')
  })

  it('is evicted when there are a thousand others, the least recently used first', async () => {
    const { tokens, requests } = tokensFrom()
    const other = (index: number): RefreshGrant => ({ ...grant, refreshToken: `Atzr|${index}` })
    await tokens.get(grant, never)
    await tokens.get(other(0), never)
    await tokens.get(grant, never)
    for (let index = 1; index < 1000; index += 1) await tokens.get(other(index), never)
    const asked = requests.length
    await tokens.get(grant, never)
    expect(requests.length).toBe(asked)
    await tokens.get(other(0), never)
    expect(requests.length).toBe(asked + 1)
  })
})

describe('a caller that gives up', () => {
  it('does not end the renewal for the others', async () => {
    const gate = Promise.withResolvers<void>()
    const { tokens, requests } = tokensFrom({ gate: gate.promise })
    const impatient = new AbortController()
    const givesUp = expectFailure(tokens.get(grant, impatient.signal))
    const waits = tokens.get(grant, never)
    impatient.abort(new DOMException('too late', 'TimeoutError'))
    expect((await givesUp).code).toBe('UPSTREAM_TIMEOUT')
    gate.resolve()
    expect(await waits).toBe('Atza|1')
    expect(requests).toHaveLength(1)
  })

  it('before it starts sends no request', async () => {
    const { tokens, requests } = tokensFrom()
    expect((await expectFailure(tokens.get(grant, AbortSignal.abort()))).code).toBe('UPSTREAM_TIMEOUT')
    expect(requests).toHaveLength(0)
  })
})

it('a failed renewal is not remembered', async () => {
  const answers = [
    { status: 503, body: { kind: 'empty' }, requestId: null, rateLimit: null } as const,
    tokenAnswer('Atza|later', 3600),
  ]
  const send = async (): Promise<UpstreamAnswer> => answers.shift() ?? Promise.reject(new Error('asked too often'))
  const tokens = tokensBy(send)
  expect((await expectFailure(tokens.get(grant, never))).code).toBe('UPSTREAM_ERROR')
  expect(await tokens.get(grant, never)).toBe('Atza|later')
})

it('a token that can’t be a header’s value is refused, and not quoted', async () => {
  const unusable = tokenAnswer('Atza|two\nlines', 3600)
  const send = (): Promise<UpstreamAnswer> => Promise.resolve(unusable)
  const tokens = tokensBy(send)
  const failure = await expectFailure(tokens.get(grant, never))
  expect(failure.code).toBe('UPSTREAM_ERROR')
  expect(failure.detail).not.toContain('Atza')
})
