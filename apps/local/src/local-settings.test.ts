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
    expect(localConfig({ NODE_ENV: 'production', MEMBERSHIP: 'enforce' }, own).production).toBe(false)
  })

  it('names the variable that is wrong', () => {
    expect(() => localConfig({ PORT: 'four thousand' }, own)).toThrow(UserError)
    expect(() => localConfig({ PORT: 'four thousand' }, own)).toThrow(/^PORT: /)
  })
})
