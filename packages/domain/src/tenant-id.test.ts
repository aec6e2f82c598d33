import { expect, it } from 'vitest'
import { tenantIdSchema } from './tenant-id.ts'

it.each(['a', 'A1', 'boutique-lyon', 'x_y', '0'.repeat(64)])('takes %j as a tenant id', (id) => {
  expect(tenantIdSchema.safeParse(id).success).toBe(true)
})

it.each(['', '-a', '_a', 'a b', 'a/b', '../a', 'a.b', 'a%2f', 'é', 'a\n', 'a\u0000', '0'.repeat(65), 5, null, ['a']])(
  'refuses %j, which could name another path or tenant',
  (id) => {
    expect(tenantIdSchema.safeParse(id).success).toBe(false)
  },
)
