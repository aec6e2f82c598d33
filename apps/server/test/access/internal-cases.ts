import type { Header } from '../harness/raw-request.ts'
import type { AccessCase } from './cases.ts'
import { stranger } from './credentials.ts'
import { tenantA, tenantB } from './two-tenants.ts'

const user = (email: string): Header => ['x-user-email', email]
const tenant = (tenantId: string): Header => ['x-tenant-id', tenantId]
const a = tenant(tenantA.tenantId)
const b = tenant(tenantB.tenantId)
const memberOfA = user(tenantA.member)
const memberOfB = user(tenantB.member)

/** An address of this machine that isn't among the trusted ones. */
export const untrustedAddress = '127.0.0.2'

type Terms = Partial<Omit<AccessCase, 'name' | 'listener' | 'headers'>>

function internal(name: string, headers: AccessCase['headers'] | readonly Header[], terms: Terms = {}): AccessCase {
  const of = typeof headers === 'function' ? headers : () => headers
  return { name, listener: 'internal', headers: of, wanted: 'own reference', outcome: 'served', ...terms }
}

const own = [
  internal('own tenant, its order by id', [memberOfA, a], { wanted: 'own id' }),
  internal('own tenant, its order by reference', [memberOfA, a]),
  internal('own tenant, a reference that both hold', [memberOfA, a], { wanted: 'shared' }),
  internal('own tenant, named everywhere', [memberOfA, a], {
    inQuery: tenantA.tenantId,
    inBody: tenantA.tenantId,
  }),
]

const foreign = [
  internal('another tenant’s order by id', [memberOfA, a], { wanted: 'foreign id' }),
  internal('another tenant’s order by reference', [memberOfA, a], { wanted: 'foreign reference' }),
  internal('another tenant, by a member of this one', [memberOfA, b], { outcome: 'NOT_MEMBER' }),
  internal('another tenant’s order, by a member of this one', [memberOfA, b], {
    wanted: 'foreign id',
    outcome: 'NOT_MEMBER',
  }),
  internal('own tenant, by a member of another one', [memberOfB, a], { outcome: 'NOT_MEMBER' }),
]

const tenants = [
  internal('no tenant', [memberOfA], { outcome: 'TENANT_ID_MISSING' }),
  internal('an empty tenant', [memberOfA, tenant('')], { outcome: 'TENANT_ID_MISSING' }),
  internal('an unknown tenant', [memberOfA, tenant('tenant-unknown')], { outcome: 'NOT_MEMBER' }),
  internal('the tenant in capitals', [memberOfA, tenant('TENANT-A')], { outcome: 'NOT_MEMBER' }),
  internal('the beginning of the tenant', [memberOfA, tenant('tenant-')], { outcome: 'NOT_MEMBER' }),
  internal('a tenant that is a path', [memberOfA, tenant('../tenant-b')], { outcome: 'INVALID_REQUEST' }),
  internal('a tenant that is a pattern', [memberOfA, tenant('%')], { outcome: 'INVALID_REQUEST' }),
]

const identities = [
  internal('a stranger', [user(stranger), a], { outcome: 'NOT_MEMBER' }),
  internal('a stranger in an unknown tenant', [user(stranger), tenant('tenant-unknown')], { outcome: 'NOT_MEMBER' }),
  internal('no identity', [a], { outcome: 'AUTH_REQUIRED' }),
  internal('an identity that is no address', [user('%@%'), a], { outcome: 'AUTH_REQUIRED' }),
  internal('two addresses in one', [user(`${tenantA.member}, ${tenantB.member}`), b], { outcome: 'AUTH_REQUIRED' }),
  internal('an expired token', ({ tokens }) => [['authorization', `Bearer ${tokens.expired}`], a], {
    outcome: 'AUTH_REQUIRED',
  }),
  internal(
    'a good token, which is nobody’s word here',
    ({ tokens }) => [['authorization', `Bearer ${tokens.good}`], a],
    {
      outcome: 'AUTH_REQUIRED',
    },
  ),
  internal('a good key, which is nobody’s word here', ({ keys }) => [['x-api-key', keys.good], a], {
    outcome: 'AUTH_REQUIRED',
  }),
]

const disagreeing = [
  internal('header and query that disagree', [memberOfA, a], {
    inQuery: tenantB.tenantId,
    outcome: 'TENANT_MISMATCH',
    looksAt: 'query',
  }),
  internal('header and body that disagree', [memberOfA, a], {
    inBody: tenantB.tenantId,
    outcome: 'TENANT_MISMATCH',
    looksAt: 'body',
  }),
  internal('another tenant in the header, the own one in the query', [memberOfA, b], {
    inQuery: tenantA.tenantId,
    wanted: 'foreign id',
    outcome: 'TENANT_MISMATCH',
    looksAt: 'query',
  }),
  internal('query and body that disagree', [memberOfA], {
    inQuery: tenantA.tenantId,
    inBody: tenantB.tenantId,
    outcome: 'TENANT_MISMATCH',
    looksAt: 'body',
  }),
  internal('another tenant in query and body, which mean nothing', [memberOfA, a], {
    inQuery: tenantB.tenantId,
    inBody: tenantB.tenantId,
    looksAt: 'nowhere',
  }),
  internal('another tenant in the query alone, which means nothing', [memberOfA], {
    inQuery: tenantB.tenantId,
    outcome: 'TENANT_ID_MISSING',
    looksAt: 'nowhere',
  }),
  internal('another tenant in the query alone', [memberOfA], {
    inQuery: tenantB.tenantId,
    wanted: 'foreign id',
    outcome: 'NOT_MEMBER',
    looksAt: 'query',
  }),
]

const doubled = [
  internal('a doubled tenant', [memberOfA, a, a], { outcome: 'INVALID_REQUEST' }),
  internal('two tenants', [memberOfA, a, b], { wanted: 'foreign id', outcome: 'INVALID_REQUEST' }),
  internal('a doubled identity', [memberOfA, memberOfA, a], { outcome: 'INVALID_REQUEST' }),
  internal('two identities', [memberOfA, memberOfB, b], { wanted: 'foreign id', outcome: 'INVALID_REQUEST' }),
]

const untrusted = [
  internal('an untrusted peer', [memberOfA, a], {
    from: untrustedAddress,
    outcome: 'UNTRUSTED_PEER',
    atTheDoor: true,
  }),
  internal('an untrusted peer that says that it is another', [memberOfA, a, ['x-forwarded-for', '127.0.0.1']], {
    from: untrustedAddress,
    outcome: 'UNTRUSTED_PEER',
    atTheDoor: true,
  }),
]

/** Every way to call the internal listener. */
export const internalCases = [...own, ...foreign, ...tenants, ...identities, ...disagreeing, ...doubled, ...untrusted]
