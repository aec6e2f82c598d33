import type { Header } from '../harness/raw-request.ts'
import type { AccessCase } from './access-case.ts'
import { stranger } from './credentials.ts'
import { tenantA, tenantB } from './two-tenants.ts'

const user = (email: string): Header => ['x-user-email', email]
const tenant = (tenantId: string): Header => ['x-tenant-id', tenantId]
const a = tenant(tenantA.tenantId)
const b = tenant(tenantB.tenantId)
const memberOfA = user(tenantA.member)
const memberOfB = user(tenantB.member)

/** An address of this machine that the service doesn't trust. */
export const untrustedAddress = '127.0.0.2'

type CaseOptions = Partial<Omit<AccessCase, 'name' | 'listener' | 'headers'>>

function internalCase(
  name: string,
  headers: AccessCase['headers'] | readonly Header[],
  options: CaseOptions = {},
): AccessCase {
  const headersFor = typeof headers === 'function' ? headers : () => headers
  return { name, listener: 'internal', headers: headersFor, requested: 'own reference', outcome: 'served', ...options }
}

const own = [
  internalCase('own tenant, its order by id', [memberOfA, a], { requested: 'own id' }),
  internalCase('own tenant, its order by reference', [memberOfA, a]),
  internalCase('own tenant, a reference that both tenants have', [memberOfA, a], { requested: 'shared' }),
  internalCase('own tenant, in header, query and body', [memberOfA, a], {
    inQuery: tenantA.tenantId,
    inBody: tenantA.tenantId,
  }),
]

const foreign = [
  internalCase('another tenant’s order by id', [memberOfA, a], { requested: 'foreign id' }),
  internalCase('another tenant’s order by reference', [memberOfA, a], { requested: 'foreign reference' }),
  internalCase('another tenant, by a member of this one', [memberOfA, b], { outcome: 'NOT_MEMBER' }),
  internalCase('another tenant’s order, by a member of this one', [memberOfA, b], {
    requested: 'foreign id',
    outcome: 'NOT_MEMBER',
  }),
  internalCase('own tenant, by a member of another one', [memberOfB, a], { outcome: 'NOT_MEMBER' }),
]

const tenants = [
  internalCase('no tenant', [memberOfA], { outcome: 'TENANT_ID_MISSING' }),
  internalCase('an empty tenant', [memberOfA, tenant('')], { outcome: 'TENANT_ID_MISSING' }),
  internalCase('an unknown tenant', [memberOfA, tenant('tenant-unknown')], { outcome: 'NOT_MEMBER' }),
  internalCase('the tenant’s id in capitals', [memberOfA, tenant('TENANT-A')], { outcome: 'NOT_MEMBER' }),
  internalCase('the beginning of the tenant’s id', [memberOfA, tenant('tenant-')], { outcome: 'NOT_MEMBER' }),
  internalCase('a tenant that is a path', [memberOfA, tenant('../tenant-b')], { outcome: 'INVALID_REQUEST' }),
  internalCase('a tenant that is a pattern', [memberOfA, tenant('%')], { outcome: 'INVALID_REQUEST' }),
]

const identities = [
  internalCase('a stranger', [user(stranger), a], { outcome: 'NOT_MEMBER' }),
  internalCase('a stranger in an unknown tenant', [user(stranger), tenant('tenant-unknown')], {
    outcome: 'NOT_MEMBER',
  }),
  internalCase('no identity', [a], { outcome: 'AUTH_REQUIRED' }),
  internalCase('an identity that is no e-mail address', [user('%@%'), a], { outcome: 'AUTH_REQUIRED' }),
  internalCase('two e-mail addresses in one header', [user(`${tenantA.member}, ${tenantB.member}`), b], {
    outcome: 'AUTH_REQUIRED',
  }),
  internalCase('an expired token', ({ tokens }) => [['authorization', `Bearer ${tokens.expired}`], a], {
    outcome: 'AUTH_REQUIRED',
  }),
  internalCase(
    'a valid token, which this listener does not take',
    ({ tokens }) => [['authorization', `Bearer ${tokens.good}`], a],
    {
      outcome: 'AUTH_REQUIRED',
    },
  ),
  internalCase('a valid key, which this listener does not take', ({ keys }) => [['x-api-key', keys.good], a], {
    outcome: 'AUTH_REQUIRED',
  }),
]

const disagreeing = [
  internalCase('header and query that disagree', [memberOfA, a], {
    inQuery: tenantB.tenantId,
    outcome: 'TENANT_MISMATCH',
    tenantFrom: 'query',
  }),
  internalCase('header and body that disagree', [memberOfA, a], {
    inBody: tenantB.tenantId,
    outcome: 'TENANT_MISMATCH',
    tenantFrom: 'body',
  }),
  internalCase('another tenant in the header, the own one in the query', [memberOfA, b], {
    inQuery: tenantA.tenantId,
    requested: 'foreign id',
    outcome: 'TENANT_MISMATCH',
    tenantFrom: 'query',
  }),
  internalCase('query and body that disagree', [memberOfA], {
    inQuery: tenantA.tenantId,
    inBody: tenantB.tenantId,
    outcome: 'TENANT_MISMATCH',
    tenantFrom: 'body',
  }),
  internalCase('another tenant in query and body, which are not read', [memberOfA, a], {
    inQuery: tenantB.tenantId,
    inBody: tenantB.tenantId,
    tenantFrom: 'nowhere',
  }),
  internalCase('another tenant in the query alone, which is not read', [memberOfA], {
    inQuery: tenantB.tenantId,
    outcome: 'TENANT_ID_MISSING',
    tenantFrom: 'nowhere',
  }),
  internalCase('another tenant in the query alone', [memberOfA], {
    inQuery: tenantB.tenantId,
    requested: 'foreign id',
    outcome: 'NOT_MEMBER',
    tenantFrom: 'query',
  }),
]

const doubled = [
  internalCase('a doubled tenant', [memberOfA, a, a], { outcome: 'INVALID_REQUEST' }),
  internalCase('two tenants', [memberOfA, a, b], { requested: 'foreign id', outcome: 'INVALID_REQUEST' }),
  internalCase('a doubled identity', [memberOfA, memberOfA, a], { outcome: 'INVALID_REQUEST' }),
  internalCase('two identities', [memberOfA, memberOfB, b], { requested: 'foreign id', outcome: 'INVALID_REQUEST' }),
]

const untrusted = [
  internalCase('an untrusted peer', [memberOfA, a], {
    from: untrustedAddress,
    outcome: 'UNTRUSTED_PEER',
    beforeRouting: true,
  }),
  internalCase('an untrusted peer that claims another address', [memberOfA, a, ['x-forwarded-for', '127.0.0.1']], {
    from: untrustedAddress,
    outcome: 'UNTRUSTED_PEER',
    beforeRouting: true,
  }),
]

/** Every way to call the internal listener. */
export const internalCases = [...own, ...foreign, ...tenants, ...identities, ...disagreeing, ...doubled, ...untrusted]
