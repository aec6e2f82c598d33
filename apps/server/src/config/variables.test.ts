import { describe, expect, it } from 'vitest'
import { faultsOf, least } from '../../test/harness/config-faults.ts'
import { loadAdminUrl, loadConfig } from './config.ts'

const vault = { ...least, VAULT_ADDR: 'https://vault.example.org', VAULT_TOKEN: 'hvs.token' }
const appRole = { ...vault, VAULT_AUTH: 'approle', VAULT_ROLE_ID: 'role', VAULT_SECRET_ID: 'secret' }
const amazon = { ...least, AMAZON_SPAPI_CLIENT_ID: 'amzn1.client', AMAZON_SPAPI_CLIENT_SECRET: 'secret' }
const jwt = {
  ...least,
  AUTH_JWT_ISSUER: 'https://login.example.org/',
  AUTH_JWT_AUDIENCE: 'orderport',
  AUTH_JWKS_URL: 'https://login.example.org/jwks',
}

/** Every variable that is text of some kind, with a value that is fine. */
const everything = {
  ...jwt,
  ...appRole,
  ...amazon,
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  HOST: '10.0.0.1',
  PORT: '4002',
  TRUSTED_CIDRS: '10.0.0.0/8',
  PEER_SECRET: 'sixteen-characters',
  MEMBERSHIP: 'enforce',
  PUBLIC_HOST: '10.0.0.2',
  PUBLIC_PORT: '4003',
  PUBLIC_ALLOWED_ORIGINS: 'https://desk.example.org',
  STUB_MODE: 'off',
  UPSTREAM_TIMEOUT_MS: '5000',
  REFRESH_AFTER_MS: '60000',
  REAUTH_RETRY_AFTER_MS: '120000',
  VAULT_NAMESPACE: 'team',
  VAULT_KV_MOUNT: 'kv/team',
  VAULT_KV_PREFIX: 'shop',
  AMAZON_ORDERS_API: 'v0',
  AMAZON_SPAPI_ENDPOINT: 'https://spapi.example.org',
  AMAZON_LWA_ENDPOINT: 'https://lwa.example.org/token',
}

describe('what surrounds a value', () => {
  it.each([
    ['a line break', '', '\n'],
    ['a line break of Windows', '', '\r\n'],
    ['blanks and tabs', ' \t', '  '],
    ['no-break spaces', '\u00A0', '\u202F'],
    ['a byte order mark and a zero-width space', '\uFEFF', '\u200B'],
  ])('counts for nothing: %s', (_what, before, after) => {
    const surrounded = Object.entries(everything).map(([name, value]) => [name, `${before}${value}${after}`])
    const { trustedPeers, ...config } = loadConfig(Object.fromEntries(surrounded))
    const { trustedPeers: _, ...expected } = loadConfig(everything)
    expect(config).toEqual(expected)
    expect(trustedPeers.includes('10.1.2.3')).toBe(true)
  })

  it('alone is as good as unset', () => {
    const blank = Object.fromEntries(Object.keys(everything).map((name) => [name, ' \n\u200B']))
    const { trustedPeers: _, ...config } = loadConfig({ ...blank, ...least })
    const { trustedPeers: __, ...expected } = loadConfig(least)
    expect(config).toEqual(expected)
    expect(faultsOf({ DATABASE_URL: ' ' })).toEqual(['DATABASE_URL: must be set'])
  })

  it('counts for nothing in the owner’s URL either, which may be blank', () => {
    expect(loadAdminUrl({ DATABASE_ADMIN_URL: ' postgres://owner@db/orderport\n' })).toBe(
      'postgres://owner@db/orderport',
    )
    expect(loadAdminUrl({ DATABASE_ADMIN_URL: ' ', DATABASE_URL: `${least.DATABASE_URL}\n` })).toBe(least.DATABASE_URL)
  })

  it('keeps production production, whatever its capitals', () => {
    expect(loadConfig({ ...least, NODE_ENV: ' Production\n' })).toMatchObject({
      production: true,
      membership: 'enforce',
    })
    expect(loadConfig(least).production).toBe(false)
    expect(faultsOf({ ...least, NODE_ENV: 'prod' })).toEqual(['NODE_ENV: must be production, written in full'])
  })

  it.each(Object.entries(everything))('is refused where it is quotes: %s', (name, value) => {
    const quoted = { ...everything, [name]: `"${value}"` }
    expect(faultsOf(quoted)).toContain(`${name}: must be written without quotes around it`)
  })
})

describe('what is sent as a header, or in a form', () => {
  const names: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['VAULT_TOKEN', vault],
    ['VAULT_NAMESPACE', vault],
    ['VAULT_ROLE_ID', appRole],
    ['VAULT_SECRET_ID', appRole],
    ['VAULT_K8S_ROLE', { ...vault, VAULT_AUTH: 'kubernetes' }],
    ['PEER_SECRET', least],
    ['AMAZON_SPAPI_CLIENT_ID', amazon],
    ['AMAZON_SPAPI_CLIENT_SECRET', amazon],
  ]
  const wrong = [
    ['a line break', 'hunter2-hunter2\nhunter2-hunter2'],
    ['a carriage return', 'hunter2-hunter2\rhunter2'],
    ['a blank', 'hunter2-hunter2 hunter2'],
    ['a tab', 'hunter2-hunter2\thunter2'],
    ['an accent', 'hunter2-hunter2-é'],
    ['a typographic dash', 'hunter2–hunter2–hunter2'],
    ['an emoji', 'hunter2-hunter2-🔑'],
    ['a zero-width space', 'hunter2-hunter2\u200Bhunter2'],
    ['DEL', 'hunter2-hunter2\u007Fhunter2'],
  ] as const

  it.each(names.flatMap(([name, base]) => wrong.map(([what, value]) => [name, what, value, base] as const)))(
    '%s with %s is refused in one line that does not show it',
    (name, _what, value, base) => {
      const faults = faultsOf({ ...base, [name]: value })
      expect(faults).toEqual([
        `${name}: must be one word of plain ASCII: no blanks, line breaks or accents; copy it again`,
      ])
    },
  )
})

describe('one line of text', () => {
  it.each([
    ['DATABASE_URL', 'postgres://u:hunter2@db\n.example.org/orderport'],
    ['DATABASE_URL', 'postgres://u:hunter2@db/order\tport'],
    ['AUTH_JWT_AUDIENCE', 'hunter2\norderport'],
    ['TLS_CERT', '-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----'],
    ['VAULT_CACERT', '-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----'],
  ])('is what %s must be, unlike %j', (name, value) => {
    expect(faultsOf({ ...jwt, ...vault, [name]: value })).toEqual([
      `${name}: must be one line without tabs or control characters`,
    ])
  })
})

describe('a URL', () => {
  it.each([
    ['VAULT_ADDR', 'https://vault.example.org/', 'https://vault.example.org'],
    ['VAULT_ADDR', 'HTTPS://Vault.Example.org:443//', 'https://vault.example.org'],
    ['VAULT_ADDR', 'https://gateway.example.org/vault/', 'https://gateway.example.org/vault'],
    ['AMAZON_SPAPI_ENDPOINT', 'https://spapi.example.org//', 'https://spapi.example.org'],
    ['AMAZON_LWA_ENDPOINT', 'https://lwa.example.org/auth/../token', 'https://lwa.example.org/token'],
    ['AUTH_JWKS_URL', 'https://login.example.org/jwks?p=1', 'https://login.example.org/jwks?p=1'],
  ])('in %s, %s, is used as it was parsed', (name, value, used) => {
    const config = loadConfig({ ...jwt, ...vault, [name]: value })
    expect([
      config.vault?.address,
      config.amazon.spapiEndpoint,
      config.amazon.lwaEndpoint,
      config.tokens?.jwksUrl,
    ]).toContain(used)
  })

  it.each([
    ['VAULT_ADDR', 'vault.example.org', 'must be an http(s) URL'],
    ['VAULT_ADDR', 'https://vault.example.org/ /hunter2', 'must be an http(s) URL'],
    ['VAULT_ADDR', 'https://vault.exa\nmple.org', 'must be an http(s) URL'],
    ['VAULT_ADDR', 'https://u:hunter2@vault.example.org', 'must be an http(s) URL without user, password or #'],
    ['VAULT_ADDR', 'https://vault.example.org?hunter2', 'must be an http(s) URL without a query'],
    ['VAULT_ADDR', 'https://vault.example.org/v1/', 'must be Vault’s address alone, without /v1'],
    [
      'AMAZON_SPAPI_ENDPOINT',
      'https://spapi.example.org/#hunter2',
      'must be an http(s) URL without user, password or #',
    ],
    ['AMAZON_LWA_ENDPOINT', 'https://lwa.example.org /token', 'must be an http(s) URL'],
    ['AUTH_JWKS_URL', 'https://u:hunter2@login.example.org', 'must be an http(s) URL without user, password or #'],
    [
      'DATABASE_URL',
      'postgres:orderport',
      'must be a postgres:// URL of the runtime role; percent-encode special characters of its password',
    ],
    [
      'DATABASE_URL',
      'postgres://u:hunter#2@db/orderport',
      'must be a postgres:// URL of the runtime role; percent-encode special characters of its password',
    ],
  ])('in %s, %j, is refused: it %s', (name, value, fault) => {
    expect(faultsOf({ ...jwt, ...vault, [name]: value })).toEqual([`${name}: ${fault}`])
  })
})

describe('a number', () => {
  it('has a documented default, and is used as it is written', () => {
    expect(loadConfig(least)).toMatchObject({ refreshAfterMs: 900_000, reauthRetryAfterMs: 1_800_000 })
    const own = { REFRESH_AFTER_MS: '0', REAUTH_RETRY_AFTER_MS: '60000', UPSTREAM_TIMEOUT_MS: '0500' }
    expect(loadConfig({ ...least, ...own })).toMatchObject({
      refreshAfterMs: 0,
      reauthRetryAfterMs: 60_000,
      upstreamTimeoutMs: 500,
    })
  })

  it.each([
    ['PORT', 'a port number', 0, 65_535],
    ['PUBLIC_PORT', 'a port number', 0, 65_535],
    ['UPSTREAM_TIMEOUT_MS', 'milliseconds', 100, 120_000],
    ['REFRESH_AFTER_MS', 'milliseconds', 0, Number.MAX_SAFE_INTEGER],
    ['REAUTH_RETRY_AFTER_MS', 'milliseconds', 0, 31_536_000_000],
  ])('in %s must be %s in digits', (name, what, least_, most) => {
    const fault = `${name}: must be ${what}: digits only, from ${least_} to ${most}`
    for (const value of ['-1', '1.5', '1e3', '0x10', '10s', '5 000', 'Infinity', '٣', '9'.repeat(17), `${most + 1}`]) {
      expect([value, ...faultsOf({ ...least, [name]: value })]).toEqual([value, fault])
    }
  })
})

describe('a choice', () => {
  it.each([
    ['STUB_MODE', 'must be on or off'],
    ['LOG_LEVEL', 'must be one of fatal, error, warn, info, debug, trace, silent'],
    ['MEMBERSHIP', 'must be enforce or off'],
    ['VAULT_AUTH', 'must be token, approle or kubernetes'],
    ['AMAZON_ORDERS_API', 'must be 2026-01-01 or v0'],
  ])('in %s says what may be chosen', (name, fault) => {
    expect(faultsOf({ ...vault, [name]: 'hunter2' })).toEqual([`${name}: ${fault}`])
  })
})

describe('our application', () => {
  it.each([
    ['a blank secret', { ...amazon, AMAZON_SPAPI_CLIENT_SECRET: ' ' }],
    ['a blank id', { ...amazon, AMAZON_SPAPI_CLIENT_ID: '\n' }],
  ])('with %s is half a pair', (_what, variables) => {
    expect(faultsOf(variables)).toEqual(['AMAZON_SPAPI_CLIENT_ID and AMAZON_SPAPI_CLIENT_SECRET: set both or neither'])
  })

  it('with both blank is none', () => {
    const blank = { AMAZON_SPAPI_CLIENT_ID: ' ', AMAZON_SPAPI_CLIENT_SECRET: '' }
    expect(loadConfig({ ...least, ...blank }).amazon.application).toBeNull()
  })
})
