import { DomainError, tenantIdSchema, type ApiKeyStore, type StoredApiKey } from '@orderport/domain'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createClock } from '../../test/harness/clock.ts'
import { failureCode } from '../../test/harness/failure-code.ts'
import { formatApiKey, makeApiKey, parseApiKey } from './api-key.ts'
import { createApiKeyVerifier } from './verify-api-key.ts'

const tenantId = tenantIdSchema.parse('boutique-lyon')

interface KeyState {
  stored: StoredApiKey | null
  /** The keys can't be read. */
  away: boolean
  /** Their use can't be noted. */
  noUse: boolean
  finds: number
  readonly uses: string[]
  readonly errors: unknown[]
}

/** One stored key, and a verifier of a replica of its own. */
function replica(change: Partial<StoredApiKey> = {}) {
  const { now, pass } = createClock()
  const { id, key, secretHash } = makeApiKey(tenantId, randomBytes)
  const stored: StoredApiKey = { secretHash, scopes: ['orders:read'], expiresAt: null, revoked: false, ...change }
  const state: KeyState = {
    stored,
    away: false,
    noUse: false,
    finds: 0,
    uses: [],
    errors: [],
  }
  const apiKeys: ApiKeyStore = {
    async find(tenant, keyId) {
      state.finds += 1
      if (state.away) throw new DomainError('DATABASE_UNAVAILABLE')
      return tenant === tenantId && keyId === id ? state.stored : null
    },
    async used(_tenant, _keyId, at) {
      if (state.noUse) throw new DomainError('DATABASE_UNAVAILABLE')
      state.uses.push(at)
    },
  }
  const verify = createApiKeyVerifier({ apiKeys, now, onError: (error) => state.errors.push(error) })
  return { id, key, state, now, pass, verify }
}

describe('an API key', () => {
  it('gives its id, its tenant, its scopes', async () => {
    const { id, key, verify } = replica()
    const identity = { actor: `key:${id}`, method: 'api_key', tenants: [tenantId], scopes: ['orders:read'] }
    expect(await verify(key)).toEqual({ identity, tenantId })
  })

  it('is asked for once by simultaneous requests, and again after 15 seconds', async () => {
    const { key, verify, state, pass } = replica()
    await Promise.all([verify(key), verify(key), verify(key)])
    pass(14_999)
    await verify(key)
    expect(state.finds).toBe(1)
    pass(2)
    await verify(key)
    expect(state.finds).toBe(2)
  })

  it('is refused within 15 seconds of its revocation', async () => {
    const { key, verify, state, pass } = replica()
    await verify(key)
    if (state.stored !== null) state.stored = { ...state.stored, revoked: true }
    pass(15_001)
    expect(await failureCode(verify(key))).toBe('AUTH_REQUIRED')
  })

  it('is refused from its expiry on, also while it is remembered', async () => {
    const { key, verify, pass } = replica({ expiresAt: '2026-11-23T10:00:05.000Z' })
    await verify(key)
    pass(4_999)
    await verify(key)
    pass(1)
    expect(await failureCode(verify(key))).toBe('AUTH_REQUIRED')
  })

  it('is refused with another’s secret, under another id or tenant, revoked, or garbled; always in the same words', async () => {
    const { key, verify, state, pass } = replica()
    const parts = parseApiKey(key)
    if (parts === null) throw new Error('not a key')
    const { secret } = parts
    const wrong = [
      formatApiKey({ ...parts, secret: `${secret.startsWith('x') ? 'y' : 'x'}${secret.slice(1)}` }),
      formatApiKey({ ...parts, id: 'aaaaaaaaaaaa' }),
      formatApiKey({ ...parts, tenantId: tenantIdSchema.parse('atelier-berlin') }),
      key.slice(0, -1),
      `${key}x`,
    ]
    await verify(key)
    const messages = await Promise.all(wrong.map((text) => verify(text).catch((error: unknown) => String(error))))
    if (state.stored !== null) state.stored = { ...state.stored, revoked: true }
    pass(20_000)
    messages.push(await verify(key).then(String, (error: unknown) => String(error)))
    expect(messages).toHaveLength(6)
    expect(new Set(messages)).toEqual(new Set(['DomainError: No valid identity was given.']))
  })

  it('created a moment after it was asked for is good at once', async () => {
    const { key, verify, state } = replica()
    const { stored } = state
    state.stored = null
    expect(await failureCode(verify(key))).toBe('AUTH_REQUIRED')
    state.stored = stored
    await verify(key)
    expect(state.finds).toBe(2)
  })

  it('is no bad key while the database is away', async () => {
    const { key, verify, state } = replica()
    state.away = true
    expect(await failureCode(verify(key))).toBe('DATABASE_UNAVAILABLE')
    state.away = false
    await verify(key)
  })

  it('has its use noted once a minute', async () => {
    const { key, verify, state, pass, now } = replica()
    const first = now().toISOString()
    await verify(key)
    pass(60_000)
    await verify(key)
    expect(state.uses).toEqual([first])
    pass(1)
    await verify(key)
    expect(state.uses).toEqual([first, now().toISOString()])
  })

  it('works where its use can’t be noted', async () => {
    const { key, verify, state } = replica()
    state.noUse = true
    await verify(key)
    await verify(key)
    expect(state.errors).toEqual([expect.any(DomainError)])
  })
})
