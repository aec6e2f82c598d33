import { tenantIdSchema, type TenantId } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { secretPaths } from './secret-path.ts'

const paths = secretPaths({ kvMount: 'secret', kvPrefix: 'keybuzz' })
const acme = tenantIdSchema.parse('acme')

const hostile = [
  '..',
  '.',
  '',
  'a/b',
  '../x',
  'a%2fb',
  'a%2e%2e',
  'a?x',
  'a#x',
  'a b',
  'a\n',
  'é',
  '-a',
  'a'.repeat(65),
]

describe('the paths of secrets', () => {
  it('are the ones that operators write to', () => {
    expect(paths.ofTenant(acme, 'amazon_spapi')).toBe('secret/data/keybuzz/tenants/acme/amazon_spapi')
    expect(paths.ofApplication('amazon_spapi')).toBe('secret/data/keybuzz/amazon_spapi/app')
    const bare = secretPaths({ kvMount: 'teams/support', kvPrefix: '' })
    expect(bare.ofApplication('amazon_spapi')).toBe('teams/support/data/amazon_spapi/app')
  })

  it.each(hostile)('refuse %j as a tenant id that bypassed the schema', (text) => {
    expect(tenantIdSchema.safeParse(text).success).toBe(false)
    const smuggled: TenantId = JSON.parse(JSON.stringify(text))
    expect(() => paths.ofTenant(smuggled, 'amazon_spapi')).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
  })

  it.each(hostile)('refuse %j as the name of a secret', (text) => {
    expect(() => paths.ofTenant(acme, text)).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
    expect(() => paths.ofApplication(text)).toThrow(expect.objectContaining({ code: 'INTERNAL' }))
  })

  it.each(['..', '/secret', 'secret/', 'a//b', 'a/../b', 'a b', 'a?b'])('refuse %j as a mount or a prefix', (text) => {
    expect(() => secretPaths({ kvMount: text, kvPrefix: '' })).toThrow('mount')
    expect(() => secretPaths({ kvMount: 'secret', kvPrefix: text })).toThrow('prefix')
  })

  it('refuse an empty mount', () => {
    expect(() => secretPaths({ kvMount: '', kvPrefix: 'keybuzz' })).toThrow('mount')
  })
})
