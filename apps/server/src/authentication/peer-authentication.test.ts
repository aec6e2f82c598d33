import { tenantIdSchema, type MemberRole } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { failureCode } from '../../test/harness/failure-code.ts'
import { requestWith } from '../../test/harness/request-with.ts'
import { actorFromEmail } from './actor.ts'
import { createPeerAuthenticator } from './peer-authentication.ts'

const tenantId = tenantIdSchema.parse('boutique-lyon')
const member = 'agent@example.org'
const agentScopes = ['orders:read', 'orders:import']

function identify(membership: 'enforce' | 'off', role: MemberRole | null) {
  const memberships = { roleOf: async (_tenant: string, email: string) => (email === member ? role : null) }
  const authenticatePeer = createPeerAuthenticator({ membership, memberships })
  return (...headers: [string, string][]) => authenticatePeer(requestWith(...headers), tenantId)
}

describe('with memberships enforced', () => {
  it.each([
    ['agent', agentScopes],
    ['admin', [...agentScopes, 'admin']],
  ] as const)('a member with the role %s has the scopes %j in that tenant', async (role, scopes) => {
    const expected = { actor: actorFromEmail(member), method: 'peer', tenants: [tenantId], scopes }
    expect(await identify('enforce', role)(['X-User-Email', ' Agent@Example.org '])).toEqual(expected)
  })

  it('a stranger has no tenant and no scope', async () => {
    const identity = await identify('enforce', 'admin')(['x-user-email', 'stranger@example.org'])
    expect(identity).toMatchObject({ tenants: [], scopes: [] })
  })

  it.each([
    '',
    '  ',
    'agent',
    'agent@',
    'a b@example.org',
    `${'a'.repeat(250)}@example.org`,
    'a@example.org, b@example.org',
  ])('the address %j is refused', async (email) => {
    expect(await failureCode(identify('enforce', 'admin')(['x-user-email', email]))).toBe('AUTH_REQUIRED')
  })

  it('a missing address is refused, and two are malformed', async () => {
    const peer = identify('enforce', 'admin')
    expect(await failureCode(peer())).toBe('AUTH_REQUIRED')
    expect(await failureCode(peer(['x-user-email', member], ['X-User-Email', member]))).toBe('INVALID_REQUEST')
  })
})

describe('without memberships', () => {
  it.each([
    [[['x-user-email', member]], actorFromEmail(member)],
    [[['x-user-email', 'not an address']], 'peer'],
    [[], 'peer'],
  ] as [[string, string][], string][])(
    'a peer that sends %j may read and import for any tenant, and is no administrator',
    async (headers, actor) => {
      const identity = await identify('off', 'admin')(...headers)
      expect(identity).toEqual({ actor, method: 'peer', tenants: 'any', scopes: agentScopes })
    },
  )
})
