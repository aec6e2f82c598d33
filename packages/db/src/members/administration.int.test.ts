import { tenantIdSchema } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'

const camille = { tenantId: lyon, email: 'camille@example.org', actor: 'user:c' }

describe.each(['owner', 'superuser'] as const)('as the %s', (login) => {
  it('a member is added, gets another role, is listed for one tenant or all, and is removed from one', async () => {
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

  it('members are imported for several tenants, all of them or none', async () => {
    await using fixture = await administeredDatabase(login)
    const { members, tenants } = fixture.administration
    const nobody = tenantIdSchema.parse('nobody')
    const row = (tenantId: typeof lyon, name: string, role: 'agent' | 'admin') =>
      ({ tenantId, email: `${name}@example.org`, actor: `user:${name}`, role }) as const
    const rows = [row(lyon, 'c', 'admin'), row(kiel, 'c', 'agent'), row(lyon, 'd', 'agent')]
    const counts = { created: 3, changed: 0, unchanged: 0 }
    expect(await members.import(rows, { dryRun: true })).toEqual({ ...counts, unknownTenants: [] })
    expect(await members.import([...rows, row(nobody, 'c', 'agent')], { dryRun: false })).toEqual({
      ...counts,
      unknownTenants: [nobody],
    })
    expect(await members.list(null)).toEqual([])
    expect(await fixture.trail()).toEqual([])

    await members.add({ tenantId: kiel, email: 'c@example.org', actor: 'user:c' }, 'admin')
    await members.add({ tenantId: lyon, email: 'd@example.org', actor: 'user:d' }, 'agent')
    expect(await members.import(rows, { dryRun: false })).toEqual({
      created: 1,
      changed: 1,
      unchanged: 1,
      unknownTenants: [],
    })
    expect((await members.list(null)).map(({ tenantId, email, role }) => `${tenantId} ${email} ${role}`)).toEqual([
      `${lyon} c@example.org admin`,
      `${lyon} d@example.org agent`,
      `${kiel} c@example.org agent`,
    ])
    const named = [
      { tenantId: kiel, name: 'Laden' },
      { tenantId: lyon, name: null },
    ]
    expect(await tenants.import(named, { dryRun: false })).toMatchObject({ created: 0, changed: 1, unchanged: 1 })
    expect(await tenants.import([], { dryRun: false })).toMatchObject({ created: 0, unknownTenants: [] })
  })
})
