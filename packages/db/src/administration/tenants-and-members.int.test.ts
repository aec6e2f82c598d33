import { tenantIdSchema } from '@orderport/domain'
import { describe, expect, test } from 'vitest'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'

const camille = { tenantId: lyon, email: 'camille@example.org', actor: 'user:c' }
const nantes = tenantIdSchema.parse('atelier-nantes')

describe.each(['owner', 'superuser'] as const)('as the %s', (login) => {
  test('a tenant is added once, renamed, listed with its counts, and removed with its audit left behind', async () => {
    await using fixture = await administeredDatabase(login)
    const { administration } = fixture
    const { tenants } = administration
    expect(await tenants.add(nantes, null)).toBe('added')
    expect(await tenants.add(nantes, null)).toBe('unchanged')
    expect(await tenants.add(nantes, 'Atelier')).toBe('renamed')
    expect(await tenants.add(nantes, 'Atelier')).toBe('unchanged')
    await administration.members.add({ ...camille, tenantId: lyon }, 'agent')
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/)
    expect(await tenants.list()).toEqual([
      { id: nantes, name: 'Atelier', members: 0, keys: 0, createdAt: iso },
      { id: lyon, name: null, members: 1, keys: 0, createdAt: iso },
      { id: kiel, name: null, members: 0, keys: 0, createdAt: iso },
    ])
    await tenants.remove(nantes)
    expect((await tenants.list()).map(({ id }) => id)).toEqual([lyon, kiel])
    expect(await fixture.trail()).toEqual([
      `${nantes} tenant.add ${nantes}`,
      `${nantes} tenant.rename ${nantes}`,
      `${lyon} member.add user:c`,
      `${nantes} tenant.remove ${nantes}`,
    ])
  })

  test('a member is added, gets another role, is listed for one tenant or all, and is removed from one tenant alone', async () => {
    await using fixture = await administeredDatabase(login)
    const { members } = fixture.administration
    expect(await members.add(camille, 'agent')).toBe('added')
    expect(await members.add({ ...camille, tenantId: kiel }, 'admin')).toBe('added')
    expect(await members.add(camille, 'agent')).toBe('unchanged')
    expect(await members.add(camille, 'admin')).toBe('changed')
    expect((await members.list(null)).map(({ tenantId, role }) => [tenantId, role])).toEqual([
      [lyon, 'admin'],
      [kiel, 'admin'],
    ])
    expect((await members.list(kiel)).map(({ tenantId, email }) => [tenantId, email])).toEqual([[kiel, camille.email]])
    await members.remove(camille)
    expect((await members.list(null)).map(({ tenantId }) => tenantId)).toEqual([kiel])
    expect(await fixture.trail()).toEqual([
      `${lyon} member.add user:c`,
      `${kiel} member.add user:c`,
      `${lyon} member.change user:c`,
      `${lyon} member.remove user:c`,
    ])
  })

  test('a tenant with members, a key or orders is not removed, and what it has is said', async () => {
    await using fixture = await administeredDatabase(login)
    const { tenants, members } = fixture.administration
    await members.add(camille, 'agent')
    await fixture.database.superuserQuery(`
      INSERT INTO api_keys (tenant_id, id, name, secret_hash, scopes) VALUES
        ('${lyon}', 'k1', 'CRM', '\\x00', '{orders:read}'), ('${kiel}', 'k2', 'CRM', '\\x00', '{orders:read}')`)
    await fixture.database.superuserQuery(
      `INSERT INTO orders (id, tenant_id, external_order_id, channel) VALUES ('ord-1', '${lyon}', '1', 'amazon')`,
    )
    await expect(tenants.remove(lyon)).rejects.toMatchObject({
      fault: 'refused',
      message: `The tenant ${lyon} is not removed while it has members: 1, keys that are not revoked: 1, orders: 1.`,
    })
    await fixture.administration.keys.revoke(kiel, 'k2')
    await tenants.remove(kiel)
    expect((await tenants.list()).map(({ id }) => id)).toEqual([lyon])
    expect(await fixture.database.superuserQuery('SELECT id FROM api_keys')).toEqual([{ id: 'k1' }])
  })

  test('a removed tenant gives its selling account free', async () => {
    await using fixture = await administeredDatabase(login)
    await fixture.database.superuserQuery(
      `INSERT INTO channel_connections (tenant_id, channel, status, selling_account, updated_at)
       VALUES ('${kiel}', 'amazon', 'active', 'A1', now())`,
    )
    await fixture.administration.tenants.remove(kiel)
    expect(await fixture.administration.connections.list(null)).toEqual([])
  })
})

test('what is unknown is not found, and changes nothing', async () => {
  await using fixture = await administeredDatabase()
  const { tenants, members } = fixture.administration
  const missing = { fault: 'not_found' }
  await expect(tenants.remove(nantes)).rejects.toMatchObject(missing)
  await expect(members.add({ ...camille, tenantId: nantes }, 'agent')).rejects.toMatchObject(missing)
  await expect(members.remove(camille)).rejects.toMatchObject(missing)
  expect(await fixture.trail()).toEqual([])
})
