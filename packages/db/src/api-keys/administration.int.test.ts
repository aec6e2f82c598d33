import { tenantIdSchema } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'

const key = {
  tenantId: lyon,
  id: 'abc123def456',
  name: 'CRM',
  secretHash: new Uint8Array([0, 1, 254, 255]),
  scopes: ['orders:read', 'orders:import'],
  expiresAt: '2099-01-01T00:00:00.000Z',
} as const

describe.each(['owner', 'superuser'] as const)('as the %s', (login) => {
  it('a key is stored as its hash, listed without it, and revoked once', async () => {
    await using fixture = await administeredDatabase(login)
    const { keys } = fixture.administration
    await keys.create(key)
    await keys.create({ ...key, tenantId: kiel, expiresAt: '2001-01-01T00:00:00.000Z' })
    expect(
      await fixture.database.superuserQuery(`SELECT DISTINCT encode(secret_hash, 'hex') AS hash FROM api_keys`),
    ).toEqual([{ hash: '0001feff' }])
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/)
    const { secretHash, ...shown } = key
    const listed = { ...shown, state: 'active', createdAt: iso, revokedAt: null, lastUsedAt: null }
    expect(await keys.list(lyon)).toEqual([listed])
    expect((await keys.list(null)).map(({ tenantId, state }) => [tenantId, state])).toEqual([
      [lyon, 'active'],
      [kiel, 'expired'],
    ])
    expect(await keys.revoke(lyon, key.id)).toBe('revoked')
    expect(await keys.revoke(lyon, key.id)).toBe('unchanged')
    expect(await keys.list(lyon)).toEqual([{ ...listed, state: 'revoked', revokedAt: iso }])
    expect(await keys.list(kiel)).toMatchObject([{ state: 'expired', revokedAt: null }])
    expect(secretHash).toHaveLength(4)
    expect(await fixture.trail()).toEqual([
      `${lyon} key.create ${key.id}`,
      `${kiel} key.create ${key.id}`,
      `${lyon} key.revoke ${key.id}`,
    ])
  })
})

it('an unknown tenant, and a key that the tenant does not have, are not found', async () => {
  await using fixture = await administeredDatabase()
  const { keys } = fixture.administration
  await keys.create(key)
  const missing = { fault: 'not_found' }
  await expect(keys.create({ ...key, tenantId: tenantIdSchema.parse('nobody') })).rejects.toMatchObject(missing)
  await expect(keys.revoke(kiel, key.id)).rejects.toMatchObject(missing)
  expect(await keys.list(null)).toMatchObject([{ tenantId: lyon, state: 'active' }])
})
