import { tenantIdSchema } from '@orderport/domain'
import { expect, it } from 'vitest'
import { findAuthorisationEnds } from './authorisation-ends.ts'

const now = () => new Date('2026-12-15T00:00:00.000Z')

it('the soonest end is told, and how many are near: of connections whose secret says when it began', async () => {
  const begun: Readonly<Record<string, string | undefined>> = {
    lyon: '2026-06-01T00:00:00.000Z',
    berlin: '2026-01-01T00:00:00.000Z',
    rome: '2025-12-01T00:00:00.000Z',
    oslo: undefined,
  }
  const tenants = [...Object.keys(begun), 'unreadable'].map((name) => tenantIdSchema.parse(name))
  const sweeps = {
    connections: async () => tenants.map((tenantId) => ({ tenantId, channel: 'amazon', status: 'active' as const })),
  }
  const credentials = {
    async ofTenant(tenantId: string) {
      if (tenantId === 'unreadable') throw new Error('no Vault')
      return { values: { created_at: begun[tenantId] }, version: null }
    },
  }
  const ends = await findAuthorisationEnds({ sweeps, now }, credentials)
  expect(ends).toEqual({ soonest: Date.parse('2026-12-01T00:00:00.000Z'), ending: 2 })
})
