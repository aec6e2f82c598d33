import { DomainError, tenantIdSchema, type MemberRole } from '@orderport/domain'
import { expect, it } from 'vitest'
import { createClock } from '../../test/harness/clock.ts'
import { failureCode } from '../../test/harness/failure-code.ts'
import { cachedMemberships } from './cached-memberships.ts'

const lyon = tenantIdSchema.parse('boutique-lyon')
const berlin = tenantIdSchema.parse('atelier-berlin')

function members(roles: Record<string, MemberRole>) {
  const { now, pass } = createClock()
  const state = { roles, queries: 0, fails: false }
  const memberships = cachedMemberships(
    {
      async roleOf(tenantId, email) {
        state.queries += 1
        if (state.fails) throw new DomainError('DATABASE_UNAVAILABLE')
        return state.roles[`${tenantId} ${email}`] ?? null
      },
    },
    now,
  )
  return { memberships, state, pass }
}

it('caches a role for ten seconds, for that tenant only', async () => {
  const { memberships, state, pass } = members({ 'boutique-lyon a@example.org': 'admin' })
  expect(await memberships.roleOf(lyon, 'a@example.org')).toBe('admin')
  state.roles = {}
  pass(10_000)
  expect(await memberships.roleOf(lyon, ' A@example.org')).toBe('admin')
  expect(state.queries).toBe(1)
  expect(await memberships.roleOf(berlin, 'a@example.org')).toBeNull()
  pass(1)
  expect(await memberships.roleOf(lyon, 'a@example.org')).toBeNull()
})

it('shares one query between simultaneous look-ups', async () => {
  const { memberships, state } = members({ 'boutique-lyon a@example.org': 'agent' })
  const roles = await Promise.all(Array.from({ length: 5 }, () => memberships.roleOf(lyon, 'a@example.org')))
  expect(roles).toEqual(['agent', 'agent', 'agent', 'agent', 'agent'])
  expect(state.queries).toBe(1)
})

it('never caches that somebody is no member', async () => {
  const { memberships, state } = members({})
  expect(await memberships.roleOf(lyon, 'a@example.org')).toBeNull()
  state.roles = { 'boutique-lyon a@example.org': 'agent' }
  expect(await memberships.roleOf(lyon, 'a@example.org')).toBe('agent')
})

it('never caches an outage, nor serves a role beyond its time because of one', async () => {
  const { memberships, state, pass } = members({ 'boutique-lyon a@example.org': 'agent' })
  state.fails = true
  expect(await failureCode(memberships.roleOf(lyon, 'a@example.org'))).toBe('DATABASE_UNAVAILABLE')
  state.fails = false
  expect(await memberships.roleOf(lyon, 'a@example.org')).toBe('agent')
  state.fails = true
  expect(await memberships.roleOf(lyon, 'a@example.org')).toBe('agent')
  pass(10_001)
  expect(await failureCode(memberships.roleOf(lyon, 'a@example.org'))).toBe('DATABASE_UNAVAILABLE')
})
