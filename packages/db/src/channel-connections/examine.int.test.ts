import { expect, it } from 'vitest'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'

it.each(['owner', 'superuser'] as const)(
  'as the %s, a tenant’s connection is examined, and holders are found',
  async (login) => {
    await using fixture = await administeredDatabase(login)
    const { connections, members } = fixture.administration
    const nothing = { status: null, sellingAccount: null, refusedFingerprint: null, newestOrder: null }
    expect(await connections.examine({ tenantId: lyon, channel: 'amazon' })).toEqual({
      isTenant: true,
      members: 0,
      ...nothing,
    })
    await members.add({ tenantId: lyon, email: 'camille@example.org', actor: 'user:c' }, 'agent')
    await fixture.database.superuserQuery(`
    INSERT INTO channel_connections (tenant_id, channel, status, selling_account, refused_fingerprint, updated_at)
    VALUES ('${lyon}', 'amazon', 'reauth_required', 'a1', 'f1', now()), ('${kiel}', 'amazon', 'active', 'B1', null, now());
    INSERT INTO seller_claims (tenant_id, channel, kind, value, selling_account)
    VALUES ('${lyon}', 'amazon', 'account', 'A1', 'A1'), ('${lyon}', 'amazon', 'authorisation', 'g1', 'A1');
    INSERT INTO orders (id, tenant_id, external_order_id, channel, order_date, checked_at) VALUES
      ('ord-1', '${lyon}', 'older', 'amazon', '2026-01-01', now()),
      ('ord-2', '${lyon}', 'newest', 'amazon', '2026-02-01', now()),
      ('ord-3', '${lyon}', 'stub', 'amazon', '2026-03-01', null),
      ('ord-4', '${kiel}', 'kiel’s', 'amazon', '2026-04-01', now())`)
    expect(await connections.examine({ tenantId: lyon, channel: 'amazon' })).toEqual({
      isTenant: true,
      members: 1,
      status: 'reauth_required',
      sellingAccount: 'a1',
      refusedFingerprint: 'f1',
      newestOrder: 'newest',
    })
    const key = { tenantId: kiel, channel: 'amazon' }
    expect(await connections.otherHolders(key, { sellerId: 'a1', authorisationFingerprint: 'g2' })).toEqual([lyon])
    expect(await connections.otherHolders(key, { sellerId: 'A2', authorisationFingerprint: 'g1' })).toEqual([lyon])
    expect(await connections.otherHolders(key, { sellerId: 'A2', authorisationFingerprint: 'g2' })).toEqual([])
    const own = { tenantId: lyon, channel: 'amazon' }
    expect(await connections.otherHolders(own, { sellerId: 'A1', authorisationFingerprint: 'g1' })).toEqual([])
  },
)
