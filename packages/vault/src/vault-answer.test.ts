import { describe, expect, it } from 'vitest'
import { isDenied, parseLogin, parseLookUp, parseRenewal, parseSecret } from './vault-answer.ts'

const metadata = { created_time: '2026-01-01T00:00:00Z', deletion_time: '', destroyed: false, version: 1 }
const deleted = { ...metadata, deletion_time: '2026-01-02T00:00:00Z' }

function failureKind(parse: () => unknown): unknown {
  try {
    parse()
  } catch (error) {
    return error instanceof Error && 'kind' in error ? error.kind : error
  }
  return 'an answer'
}

describe('a read of a version 2 key-value engine', () => {
  it('returns the data of the newest version', () => {
    const version = '1 of 2026-01-01T00:00:00Z'
    expect(parseSecret({ status: 200, body: { data: { data: { k: 1 }, metadata } } })).toEqual({
      values: { k: 1 },
      version,
    })
    expect(parseSecret({ status: 200, body: { data: { data: {}, metadata } } })).toEqual({ values: {}, version })
  })

  it.each([
    ['its number and time', metadata, '1 of 2026-01-01T00:00:00Z'],
    ['a later number', { ...metadata, version: 2 }, '2 of 2026-01-01T00:00:00Z'],
    [
      'the first number again, written later',
      { ...metadata, created_time: '2026-02-01T00:00:00Z' },
      '1 of 2026-02-01T00:00:00Z',
    ],
    ['its number alone', { version: 7 }, '7'],
    ['its time alone', { created_time: '2026-01-01T00:00:00Z', version: {} }, '2026-01-01T00:00:00Z'],
    ['neither', {}, null],
    ['no metadata', undefined, null],
  ])('names the version by %s', (_what, told, version) => {
    expect(parseSecret({ status: 200, body: { data: { data: { k: 1 }, metadata: told } } })).toMatchObject({ version })
  })

  it.each([
    ['missing', { errors: [] }],
    ['deleted', { data: { data: null, metadata: deleted } }],
    ['destroyed', { data: { data: null, metadata: { ...metadata, destroyed: true } } }],
  ])('is null for a secret that is %s', (_what, body) => {
    expect(parseSecret({ status: 404, body })).toBeNull()
  })

  it.each([
    [404, { errors: ['no handler for route "kv/data/x". route entry not found.'] }, 'no such mount'],
    [404, { message: 'no Route matched with those values' }, 'not a Vault answer'],
    [404, null, 'not a Vault answer'],
    [404, { data: { data: null, metadata } }, 'not a Vault answer'],
    [200, { data: { client_id: 'x' } }, 'not a Vault answer'],
    [200, { data: { data: 'text', metadata } }, 'malformed secret'],
    [200, { data: { data: ['list'], metadata } }, 'malformed secret'],
    [200, { data: { data: null, metadata } }, 'malformed secret'],
    [200, { ok: true }, 'not a Vault answer'],
    [200, null, 'not a Vault answer'],
    [400, { errors: ['missing client token'] }, 'request refused'],
    [403, { errors: ['permission denied'] }, 'denied'],
    [403, { message: 'blocked by the firewall' }, 'not a Vault answer'],
    [412, { errors: ['required index state not present'] }, 'unavailable'],
    [429, { errors: ['request path "secret/data/x": rate limit quota exceeded'] }, 'unavailable'],
    [473, { errors: [] }, 'unavailable'],
    [500, { errors: ['internal error'] }, 'unavailable'],
    [502, { message: 'bad gateway' }, 'unavailable'],
    [503, { errors: ['Vault is sealed'] }, 'sealed'],
    [503, { errors: [] }, 'unavailable'],
  ])('is a failure for %i %j: %s', (status, body, kind) => {
    expect(failureKind(() => parseSecret({ status, body }))).toBe(kind)
  })

  it('is denied by a 403 of Vault, not of a proxy', () => {
    expect(isDenied({ status: 403, body: { errors: ['permission denied'] } })).toBe(true)
    expect(isDenied({ status: 403, body: { message: 'Forbidden' } })).toBe(false)
    expect(isDenied({ status: 200, body: { errors: [] } })).toBe(false)
  })
})

describe('leases', () => {
  it('are in seconds, and 0 never expires', () => {
    const auth = { client_token: 't', lease_duration: 60, renewable: true }
    expect(parseLogin({ status: 200, body: { auth } })).toEqual({
      token: 't',
      lease: { ttlMs: 60_000, renewable: true },
    })
    expect(parseRenewal({ status: 200, body: { auth: { ...auth, lease_duration: 0 } } })).toEqual({
      ttlMs: null,
      renewable: true,
    })
    expect(parseLookUp({ status: 200, body: { data: { ttl: 5 } } })).toEqual({ ttlMs: 5_000, renewable: false })
  })

  it.each([parseLogin, parseRenewal, parseLookUp])('%o fails for another answer', (parse) => {
    expect(failureKind(() => parse({ status: 200, body: { auth: null } }))).toBe('not a Vault answer')
    expect(failureKind(() => parse({ status: 403, body: { errors: ['permission denied'] } }))).toBe('denied')
  })
})
