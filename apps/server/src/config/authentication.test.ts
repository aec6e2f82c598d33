import { describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'
import { faultsOf, least } from '../../test/harness/config-faults.ts'

const jwt = {
  AUTH_JWT_ISSUER: 'https://login.example.org/',
  AUTH_JWT_AUDIENCE: 'orderport',
  AUTH_JWKS_URL: 'https://login.example.org/jwks',
}
const production = { ...least, NODE_ENV: 'production' }

describe('the authentication settings', () => {
  it('have no public listener, provider, secret or TLS by default, and enforce memberships in production', () => {
    const nothing = { publicListener: null, tokens: null, peerSecret: null, tls: null }
    expect(loadConfig(least)).toMatchObject({ ...nothing, membership: 'off' })
    expect(loadConfig(production)).toMatchObject({ ...nothing, membership: 'enforce' })
    expect(loadConfig({ ...production, MEMBERSHIP: 'off' }).membership).toBe('off')
    expect(loadConfig({ ...least, MEMBERSHIP: 'enforce' }).membership).toBe('enforce')
  })

  it('have a public listener with PUBLIC_PORT', () => {
    expect(loadConfig({ ...least, PUBLIC_PORT: '4001' }).publicListener).toEqual({
      host: '127.0.0.1',
      port: 4001,
      allowedOrigins: [],
    })
    const everything = {
      PUBLIC_HOST: '0.0.0.0',
      PUBLIC_PORT: '0',
      PUBLIC_ALLOWED_ORIGINS: 'https://desk.example.org, http://localhost:3000',
    }
    expect(loadConfig({ ...least, ...everything, ...jwt })).toMatchObject({
      publicListener: {
        host: '0.0.0.0',
        port: 0,
        allowedOrigins: ['https://desk.example.org', 'http://localhost:3000'],
      },
      tokens: { issuer: jwt.AUTH_JWT_ISSUER, audience: jwt.AUTH_JWT_AUDIENCE, jwksUrl: jwt.AUTH_JWKS_URL },
    })
  })

  it.each([
    [{ PEER_SECRET: 'hunter2' }, 'PEER_SECRET'],
    [{ PEER_SECRET: 'hunter2 with some spaces' }, 'PEER_SECRET'],
    [{ PUBLIC_PORT: 'hunter2' }, 'PUBLIC_PORT'],
    [{ PUBLIC_PORT: '4000' }, 'PUBLIC_PORT'],
    [{ PUBLIC_PORT: '4000', PUBLIC_HOST: '0.0.0.0' }, 'PUBLIC_PORT'],
    [{ PUBLIC_PORT: '4000', PUBLIC_HOST: '10.0.0.1', HOST: '::' }, 'PUBLIC_PORT'],
    [{ PUBLIC_ALLOWED_ORIGINS: '*' }, 'PUBLIC_ALLOWED_ORIGINS'],
    [{ PUBLIC_ALLOWED_ORIGINS: 'https://desk.example.org/hunter2' }, 'PUBLIC_ALLOWED_ORIGINS'],
    [{ PUBLIC_ALLOWED_ORIGINS: 'https://desk.example.org,' }, 'PUBLIC_ALLOWED_ORIGINS'],
    [{ ...jwt, AUTH_JWT_ISSUER: '' }, 'AUTH_JWT_ISSUER'],
    [{ ...jwt, AUTH_JWT_AUDIENCE: '' }, 'AUTH_JWT_AUDIENCE'],
    [{ ...jwt, AUTH_JWKS_URL: '' }, 'AUTH_JWKS_URL'],
    [{ ...jwt, AUTH_JWKS_URL: 'ftp://hunter2' }, 'AUTH_JWKS_URL'],
    [{ PUBLIC_PORT: '-1.5' }, 'PUBLIC_PORT'],
    [{ PORT: 'hunter2', PUBLIC_PORT: '4000' }, 'PORT'],
    [{ VAULT_ADDR: 'https://vault.example.org', VAULT_AUTH: 'hunter2' }, 'VAULT_AUTH'],
    [{ TRUSTED_CIDRS: 'hunter2' }, 'TRUSTED_CIDRS'],
    [{ TLS_CLIENT_CA: '/nowhere/hunter2' }, 'TLS_CERT and TLS_KEY'],
  ])('refuse %j in one line that names %s', (variables, name) => {
    const faults = faultsOf({ ...least, ...variables })
    expect(faults.map((line) => line.split(':')[0])).toEqual([name])
    expect(faults.join()).not.toContain('hunter2')
  })

  it('report each variable that is missing beside a single one', () => {
    const faults = faultsOf({ ...least, AUTH_JWT_AUDIENCE: 'orderport' })
    expect(faults).toEqual([
      'AUTH_JWT_ISSUER: must be set with AUTH_JWT_AUDIENCE',
      'AUTH_JWKS_URL: must be set with AUTH_JWT_AUDIENCE',
    ])
  })

  it('do not count a variable that can’t be read as missing', () => {
    expect(faultsOf({ ...least, AUTH_JWT_ISSUER: 'x', AUTH_JWKS_URL: 'ftp://x' })).toEqual([
      'AUTH_JWKS_URL: must be an http(s) URL',
      'AUTH_JWT_AUDIENCE: must be set with AUTH_JWT_ISSUER and AUTH_JWKS_URL',
    ])
  })

  it.each([
    [{ TRUSTED_CIDRS: '0.0.0.0/0' }, 'TRUSTED_CIDRS'],
    [{ TRUSTED_CIDRS: '10.0.0.0/8,0.0.0.0/1,128.0.0.0/1' }, 'TRUSTED_CIDRS'],
    [{ TRUSTED_CIDRS: Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`).join() }, 'TRUSTED_CIDRS'],
    [{ TRUSTED_CIDRS: '::/0', PEER_SECRET: 'a secret is no excuse'.replaceAll(' ', '-') }, 'TRUSTED_CIDRS'],
    [{ ...jwt, AUTH_JWKS_URL: 'http://login.example.org/jwks' }, 'AUTH_JWKS_URL'],
  ])('refuse %j in production', (variables, name) => {
    expect(faultsOf({ ...least, ...variables })).toEqual([])
    expect(faultsOf({ ...production, ...variables }).map((line) => line.split(':')[0])).toEqual([name])
  })
})
