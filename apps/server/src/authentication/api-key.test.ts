import { tenantIdSchema } from '@orderport/domain'
import { createHash, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { hashApiKeySecret, makeApiKey, parseApiKey } from './api-key.ts'

const tenantId = tenantIdSchema.parse('boutique-lyon')
const secret = 'A'.repeat(43)

it('makes keys that name their tenant and id, and can be parsed', () => {
  const made = makeApiKey(tenantId, randomBytes)
  expect(made.key).toMatch(/^opk_boutique-lyon\.[a-z0-9]{12}\.[A-Za-z0-9_-]{43}$/)
  const parts = parseApiKey(made.key)
  expect(parts).toMatchObject({ tenantId, id: made.id })
  expect(hashApiKeySecret(parts?.secret ?? '')).toEqual(made.secretHash)
  expect(made.secretHash).toHaveLength(32)
  expect(makeApiKey(tenantId, randomBytes).key).not.toBe(made.key)
})

it('hashes the secret’s characters with SHA-256', () => {
  expect(Buffer.from(hashApiKeySecret('abc')).toString('hex')).toBe(createHash('sha256').update('abc').digest('hex'))
})

it.each([
  '',
  'opk_',
  `opk_a.abcdefghijkl.${secret}x`,
  `opk_a.abcdefghijk.${secret}`,
  `opk_a.ABCDEFGHIJKL.${secret}`,
  `opk_../x.abcdefghijkl.${secret}`,
  `opk_-a.abcdefghijkl.${secret}`,
  `opk_${'a'.repeat(65)}.abcdefghijkl.${secret}`,
  `opk_a.abcdefghijkl.${secret}\n`,
  `OPK_a.abcdefghijkl.${secret}`,
])('does not parse %j as a key', (text) => {
  expect(parseApiKey(text)).toBeNull()
})
