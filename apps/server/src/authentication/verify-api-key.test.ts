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
  /** Makes reading keys fail. */
  findFails: boolean
  /** Makes recording a use fail. */
  usedFails: boolean
  finds: number
  readonly uses: string[]
  readonly errors: unknown[]
}

/** Returns one stored key, and a verifier of it with a cache of its own. */
function replica(change: Partial<StoredApiKey> = {}) {
  const { now, pass } = createClock()
  const { id, key, secretHash } = makeApiKey(tenantId, randomBytes)
  const stored: StoredApiKey = { secretHash, scopes: ['orders:read'], expiresAt: null, revoked: false, ...change }
  const state: KeyState = {
    stored,
    findFails: false,
    usedFails: false,
    finds: 0,
    uses: [],
    errors: [],
  }
  const apiKeys: ApiKeyStore = {
    async find(tenant, keyId) {
      state.finds += 1
      if (state.findFails) throw new DomainError('DATABASE_UNAVAILABLE')
      return tenant === tenantId && keyId === id ? state.stored : null
    },
    async used(_tenant, _keyId, at) {
      if (state.usedFails) throw new DomainError('DATABASE_UNAVAILABLE')
      state.uses.push(at)
    },
  }
  const verify = createApiKeyVerifier({ apiKeys, now, onError: (error) => state.errors.push(error) })
  return { id, key, state, now, pass, verify }
}

describe('an API key', () => {
  it('identifies its id, tenant and scopes', async () => {
    const { id, key, verify } = replica()
    const identity = { actor: `key:${id}`, method: 'api_key', tenants: [tenantId], scopes: ['orders:read'] }
    expect(await verify(key)).toEqual({ identity, tenantId })
  })

  it('is looked up once for simultaneous requests, and again after 15 seconds', async () => {
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

  it('is refused from its expiry on, even while it is cached', async () => {
    const { key, verify, pass } = replica({ expiresAt: '2026-11-23T10:00:05.000Z' })
    await verify(key)
    pass(4_999)
    await verify(key)
    pass(1)
    expect(await failureCode(verify(key))).toBe('AUTH_REQUIRED')
  })

  it('is refused in the same words with a wrong secret, id or tenant, and when it is revoked or garbled', async () => {
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

  it('is valid at once when it is created right after a refusal', async () => {
    const { key, verify, state } = replica()
    const { stored } = state
    state.stored = null
    expect(await failureCode(verify(key))).toBe('AUTH_REQUIRED')
    state.stored = stored
    await verify(key)
    expect(state.finds).toBe(2)
  })

  it('is not called bad while the database is unreachable', async () => {
    const { key, verify, state } = replica()
    state.findFails = true
    expect(await failureCode(verify(key))).toBe('DATABASE_UNAVAILABLE')
    state.findFails = false
    await verify(key)
  })

  it('has its use recorded once a minute', async () => {
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

  it('works when its use can’t be recorded', async () => {
    const { key, verify, state } = replica()
    state.usedFails = true
    await verify(key)
    await verify(key)
    expect(state.errors).toEqual([expect.any(DomainError)])
  })
})
