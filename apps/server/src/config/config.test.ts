import { describe, expect, it } from 'vitest'
import { loadAdminUrl, loadConfig } from './config.ts'
import { faultsOf, least } from '../../test/harness/config-faults.ts'

describe('loadConfig', () => {
  it('needs only the database, and returns the documented defaults', () => {
    const config = loadConfig(least)
    expect(config).toMatchObject({
      logLevel: 'info',
      host: '127.0.0.1',
      port: 4000,
      stubMode: 'on',
      upstreamTimeoutMs: 10_000,
      vault: null,
      amazon: {
        ordersApi: '2026-01-01',
        spapiEndpoint: null,
        lwaEndpoint: 'https://api.amazon.com/auth/o2/token',
        application: null,
      },
    })
    expect(config.trustedPeers.includes('127.0.0.1')).toBe(true)
    expect(config.trustedPeers.includes('::1')).toBe(true)
    expect(config.trustedPeers.includes('10.0.0.1')).toBe(false)
  })

  it('has no read replica unless its URL is set', () => {
    expect(loadConfig(least).readReplica).toBeNull()
    const url = 'postgres://orderport_service@replica/orderport'
    expect(loadConfig({ ...least, DATABASE_READ_URL: url }).readReplica).toEqual({ url, maxLagMs: 5000 })
    expect(faultsOf({ ...least, DATABASE_READ_URL: 'replica', DATABASE_READ_MAX_LAG_MS: '10' })).toEqual([
      expect.stringMatching(/^DATABASE_READ_URL: must be a postgres:/),
      expect.stringMatching(/^DATABASE_READ_MAX_LAG_MS: must be milliseconds/),
    ])
  })

  it('accepts the older version of the Orders API', () => {
    expect(loadConfig({ ...least, AMAZON_ORDERS_API: 'v0' }).amazon.ordersApi).toBe('v0')
  })

  it('counts an empty variable as unset', () => {
    expect(loadConfig({ ...least, PORT: '', VAULT_ADDR: '' }).port).toBe(4000)
  })

  it('reports every fault, one line each', () => {
    const wrong = { PORT: 'x', STUB_MODE: 'maybe', TRUSTED_CIDRS: '10.0.0.0/33', LOG_LEVEL: 'loud' }
    const faults = faultsOf({ ...wrong, AMAZON_SPAPI_ENDPOINT: 'http://10.0.0.9' })
    expect(faults.map((line) => line.split(':')[0]).toSorted()).toEqual([
      'AMAZON_SPAPI_ENDPOINT',
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'STUB_MODE',
      'TRUSTED_CIDRS',
    ])
    expect(faults.every((line) => !line.includes('\n'))).toBe(true)
  })

  it.each([
    [{ DATABASE_URL: 'mysql://root:hunter2@db' }, 'DATABASE_URL'],
    [{ ...least, AMAZON_SPAPI_ENDPOINT: 'http://10.0.0.9:80' }, 'AMAZON_SPAPI_ENDPOINT'],
    [{ ...least, AMAZON_LWA_ENDPOINT: 'http://example.org/token' }, 'AMAZON_LWA_ENDPOINT'],
    [{ ...least, AMAZON_SPAPI_CLIENT_ID: 'hunter2' }, 'AMAZON_SPAPI_CLIENT_ID and AMAZON_SPAPI_CLIENT_SECRET'],
    [{ ...least, VAULT_ADDR: 'vault:8200' }, 'VAULT_ADDR'],
    [{ ...least, VAULT_ADDR: 'https://vault', VAULT_AUTH: 'token' }, 'VAULT_TOKEN'],
    [
      { ...least, VAULT_ADDR: 'https://vault', VAULT_AUTH: 'approle', VAULT_ROLE_ID: 'x' },
      'VAULT_ROLE_ID and VAULT_SECRET_ID',
    ],
    [{ ...least, VAULT_ADDR: 'https://vault', VAULT_AUTH: 'kubernetes' }, 'VAULT_K8S_ROLE'],
    [{ ...least, VAULT_ADDR: 'https://vault', VAULT_TOKEN: 'hunter2', VAULT_CACERT: '/nowhere.pem' }, 'VAULT_CACERT'],
    [{ ...least, VAULT_KV_PREFIX: '../keybuzz' }, 'VAULT_KV_PREFIX'],
    [{ ...least, MEMBERSHIP: 'hunter2' }, 'MEMBERSHIP'],
    [{ ...least, AMAZON_ORDERS_API: 'hunter2' }, 'AMAZON_ORDERS_API'],
  ])('refuses %j in one line that names %s and repeats no value', (variables, name) => {
    const faults = faultsOf(variables)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(new RegExp(`^${name}: `))
    expect(faults[0]).not.toContain('hunter2')
  })

  it('allows plain http only to a simulator on loopback, outside production', () => {
    const simulated = {
      ...least,
      AMAZON_SPAPI_ENDPOINT: 'http://127.0.0.1:9000',
      AMAZON_LWA_ENDPOINT: 'http://[::1]:9001/auth/o2/token',
    }
    expect(faultsOf(simulated)).toEqual([])
    expect(faultsOf({ ...simulated, NODE_ENV: 'production' })).toHaveLength(2)
  })

  it('refuses plain http to Vault in production', () => {
    const vault = { ...least, VAULT_ADDR: 'http://vault:8200', VAULT_TOKEN: 't' }
    expect(faultsOf(vault)).toEqual([])
    expect(faultsOf({ ...vault, NODE_ENV: 'production' })).toEqual(['VAULT_ADDR: must be https in production'])
  })
})

describe('loadAdminUrl', () => {
  it('returns DATABASE_ADMIN_URL, else DATABASE_URL', () => {
    expect(loadAdminUrl({ ...least, DATABASE_ADMIN_URL: 'postgres://owner@db/orderport' })).toBe(
      'postgres://owner@db/orderport',
    )
    expect(loadAdminUrl(least)).toBe(least.DATABASE_URL)
  })

  it('reports a URL that is missing or unusable', () => {
    expect(() => loadAdminUrl({})).toThrow('DATABASE_ADMIN_URL: must be set (or DATABASE_URL)')
    expect(() => loadAdminUrl({ DATABASE_URL: 'db' })).toThrow('DATABASE_ADMIN_URL: must be a postgres:// URL')
  })
})
