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
})
