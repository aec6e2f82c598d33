import { tenantIdSchema } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'

const camille = { tenantId: lyon, email: 'camille@example.org', actor: 'user:c' }
const nantes = tenantIdSchema.parse('atelier-nantes')

describe.each(['owner', 'superuser'] as const)('as the %s', (login) => {
  it('a tenant is added once, renamed, listed with its counts, and removed while its audit stays', async () => {
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

  it('a tenant with members, keys or orders is not removed, and the error lists them', async () => {
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

  it('a removed tenant releases its selling account', async () => {
    await using fixture = await administeredDatabase(login)
    await fixture.database.superuserQuery(
      `INSERT INTO channel_connections (tenant_id, channel, status, selling_account, updated_at)
       VALUES ('${kiel}', 'amazon', 'active', 'A1', now())`,
    )
    await fixture.administration.tenants.remove(kiel)
    expect(await fixture.administration.connections.list(null)).toEqual([])
  })
})

it('an unknown tenant or member is not found, and nothing is changed', async () => {
  await using fixture = await administeredDatabase()
  const { tenants, members } = fixture.administration
  const missing = { fault: 'not_found' }
  await expect(tenants.remove(nantes)).rejects.toMatchObject(missing)
  await expect(members.add({ ...camille, tenantId: nantes }, 'agent')).rejects.toMatchObject(missing)
  await expect(members.remove(camille)).rejects.toMatchObject(missing)
  expect(await fixture.trail()).toEqual([])
})
