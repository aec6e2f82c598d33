import { describe, expect, it } from 'vitest'
import { configuredDatabase } from './database-url.mjs'

describe('the configured database', () => {
  it.each([
    [{ DATABASE_ADMIN_URL: 'postgres://owner/a', DATABASE_URL: 'postgres://service/a' }, 'postgres://owner/a'],
    [{ DATABASE_ADMIN_URL: ' \n', DATABASE_URL: '\u200Bpostgres://service/a\r\n' }, 'postgres://service/a'],
    [{ DATABASE_ADMIN_URL: '\tpostgres://owner/a ' }, 'postgres://owner/a'],
    [{ DATABASE_URL: '' }, null],
    [{}, null],
  ])('is read from %j as the service reads it', (environment, url) => {
    expect(configuredDatabase(environment)).toBe(url)
  })
})
