import { describe, expect, it } from 'vitest'
import { UserError } from './user-error.ts'
import { localConfig } from './local-settings.ts'

const own = {
  DATABASE_URL: 'postgresql://service@127.0.0.1/orderport',
  VAULT_ADDR: 'http://127.0.0.1:1',
  VAULT_TOKEN: 't',
}

describe('the local configuration', () => {
  it('takes the port from the environment and the database from the profile', () => {
    const config = localConfig({ PORT: '4001', DATABASE_URL: 'postgresql://elsewhere/production' }, own)
    expect(config).toMatchObject({ port: 4001, databaseUrl: own.DATABASE_URL, logLevel: 'warn' })
  })

  it('is a development configuration in a shell that is set up for production', () => {
    // Production would refuse a simulator's plain http, and enforce memberships by default.
    const variables = { ...own, AMAZON_SPAPI_ENDPOINT: 'http://127.0.0.1:2' }
    const config = localConfig({ NODE_ENV: 'production' }, variables)
    expect(config).toMatchObject({ membership: 'off', amazon: { spapiEndpoint: 'http://127.0.0.1:2' } })
    expect(localConfig({ NODE_ENV: 'production', MEMBERSHIP: 'enforce' }, variables).membership).toBe('enforce')
  })

  it('names the variable that is wrong', () => {
    expect(() => localConfig({ PORT: 'four thousand' }, own)).toThrow(UserError)
    expect(() => localConfig({ PORT: 'four thousand' }, own)).toThrow(/^PORT: /)
  })
})
