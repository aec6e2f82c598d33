import type { Header } from '../harness/raw-request.ts'
import type { AccessCase } from './access-case.ts'
import type { Credentials } from './credentials.ts'
import { untrustedAddress } from './internal-cases.ts'
import { tenantA, tenantB } from './two-tenants.ts'

const bearer = (credential: string): Header => ['authorization', `Bearer ${credential}`]
const apiKey = (key: string): Header => ['x-api-key', key]
const tenant = (tenantId: string): Header => ['x-tenant-id', tenantId]
const a = tenant(tenantA.tenantId)
const b = tenant(tenantB.tenantId)
const assertedA: readonly Header[] = [['x-user-email', tenantA.member], a]
const assertedB: readonly Header[] = [['x-user-email', tenantB.member], b]

type CaseOptions = Partial<Omit<AccessCase, 'name' | 'listener' | 'headers'>>

function publicCase(name: string, headers: AccessCase['headers'], options: CaseOptions = {}): AccessCase {
  return { name, listener: 'public', headers, requested: 'own reference', outcome: 'served', ...options }
}

const own = [
  publicCase('own tenant, by a token that names it', ({ tokens }) => [bearer(tokens.good)]),
  publicCase('own tenant, by a token that names two', ({ tokens }) => [bearer(tokens.ofBoth), a], {
    requested: 'own id',
  }),
  publicCase('own tenant, by a member’s token', ({ tokens }) => [bearer(tokens.ofMember), a]),
  publicCase('own tenant, by a key', ({ keys }) => [bearer(keys.good)], { requested: 'own id' }),
  publicCase('own tenant, by a key in its own header', ({ keys }) => [apiKey(keys.good), a]),
  publicCase('own tenant, a reference that both tenants have', ({ keys }) => [bearer(keys.good)], {
    requested: 'shared',
  }),
  publicCase('own tenant, by a key, from anywhere', ({ keys }) => [apiKey(keys.good)], { from: untrustedAddress }),
  publicCase('own tenant, by a key, with another member asserted', ({ keys }) => [
    apiKey(keys.good),
    ['x-user-email', tenantB.member],
  ]),
  publicCase('own tenant, by a key, with another tenant in query and body', ({ keys }) => [apiKey(keys.good)], {
    inQuery: tenantB.tenantId,
    inBody: tenantB.tenantId,
  }),
]

const foreign = [
  publicCase('another tenant’s order by id, by a token', ({ tokens }) => [bearer(tokens.good)], {
    requested: 'foreign id',
  }),
  publicCase('another tenant’s order by reference, by a token', ({ tokens }) => [bearer(tokens.good)], {
    requested: 'foreign reference',
  }),
  publicCase('another tenant’s order by id, by a key', ({ keys }) => [apiKey(keys.good)], { requested: 'foreign id' }),
  publicCase('another tenant’s order by reference, by a key', ({ keys }) => [apiKey(keys.good)], {
    requested: 'foreign reference',
  }),
  publicCase('another tenant, by a token that names this one', ({ tokens }) => [bearer(tokens.good), b], {
    requested: 'foreign id',
    outcome: 'NOT_MEMBER',
  }),
  publicCase('another tenant, by a member of this one', ({ tokens }) => [bearer(tokens.ofMember), b], {
    outcome: 'NOT_MEMBER',
  }),
  publicCase('own tenant, by a member of another one', ({ tokens }) => [bearer(tokens.ofMemberOfB), a], {
    outcome: 'NOT_MEMBER',
  }),
  publicCase('another tenant, by a key', ({ keys }) => [apiKey(keys.good), b], {
    requested: 'foreign id',
    outcome: 'TENANT_MISMATCH',
  }),
  publicCase('another tenant, by a token, asserted', ({ tokens }) => [bearer(tokens.good), ...assertedB], {
    outcome: 'NOT_MEMBER',
  }),
]

const tenants = [
  publicCase('no tenant, by a token that names two', ({ tokens }) => [bearer(tokens.ofBoth)], {
    outcome: 'TENANT_ID_MISSING',
  }),
  publicCase('no tenant, by a member’s token', ({ tokens }) => [bearer(tokens.ofMember)], {
    outcome: 'TENANT_ID_MISSING',
  }),
  publicCase('an unknown tenant, by a token', ({ tokens }) => [bearer(tokens.good), tenant('tenant-unknown')], {
    outcome: 'NOT_MEMBER',
  }),
  publicCase(
    'an unknown tenant, by a member’s token',
    ({ tokens }) => [bearer(tokens.ofMember), tenant('tenant-unknown')],
    {
      outcome: 'NOT_MEMBER',
    },
  ),
  publicCase('an unknown tenant, by a key', ({ keys }) => [apiKey(keys.good), tenant('tenant-unknown')], {
    outcome: 'TENANT_MISMATCH',
  }),
  publicCase('a tenant that is a path', ({ tokens }) => [bearer(tokens.good), tenant('../tenant-b')], {
    outcome: 'INVALID_REQUEST',
  }),
]

const identities = [
  publicCase('a stranger', ({ tokens }) => [bearer(tokens.ofStranger), a], { outcome: 'NOT_MEMBER' }),
  publicCase('a member whose e-mail address is not verified', ({ tokens }) => [bearer(tokens.ofUnverified), a], {
    outcome: 'NOT_MEMBER',
  }),
  publicCase('a token without the scope', ({ tokens }, scope) => [bearer(tokens.withoutScope[scope])], {
    outcome: 'SCOPE_MISSING',
  }),
  publicCase('a key without the scope', ({ keys }, scope) => [apiKey(keys.withoutScope[scope])], {
    outcome: 'SCOPE_MISSING',
  }),
]

type Proof = (credentials: Credentials) => readonly Header[]

const unproven = (
  [
    ['no identity', () => []],
    ['an asserted identity', () => assertedA],
    ['Basic credentials', () => [['authorization', 'Basic YTpi'], a]],
    ['an expired token', ({ tokens }) => [bearer(tokens.expired)]],
    ['an expired token, and an asserted identity', ({ tokens }) => [bearer(tokens.expired), ...assertedA]],
    ['a token that is not valid yet', ({ tokens }) => [bearer(tokens.notYet)]],
    ['a token of another issuer', ({ tokens }) => [bearer(tokens.otherIssuer)]],
    ['a token for another audience', ({ tokens }) => [bearer(tokens.otherAudience)]],
    ['a token that another provider signed', ({ tokens }) => [bearer(tokens.forged)]],
    ['an unsigned token', ({ tokens }) => [bearer(tokens.unsigned)]],
    ['an expired key', ({ keys }) => [apiKey(keys.expired)]],
    ['a revoked key', ({ keys }) => [apiKey(keys.revoked)]],
    ['a key with a wrong secret', ({ keys }) => [apiKey(keys.wrongSecret)]],
    ['an unknown key', ({ keys }) => [apiKey(keys.unknown)]],
    ['a key with another tenant’s id put in', ({ keys }) => [apiKey(keys.movedToB)]],
  ] satisfies readonly (readonly [string, Proof])[]
).map(([name, headers]: readonly [string, Proof]) =>
  publicCase(name, headers, { outcome: 'AUTH_REQUIRED', beforeRouting: true }),
)

const doubled = [
  publicCase('a doubled token', ({ tokens }) => [bearer(tokens.good), bearer(tokens.good)], {
    outcome: 'INVALID_REQUEST',
    beforeRouting: true,
  }),
  publicCase('a doubled key', ({ keys }) => [apiKey(keys.good), apiKey(keys.ofB)], {
    outcome: 'INVALID_REQUEST',
    beforeRouting: true,
  }),
  publicCase('a token and a key', ({ tokens, keys }) => [bearer(tokens.good), apiKey(keys.ofB)], {
    outcome: 'INVALID_REQUEST',
    beforeRouting: true,
  }),
  publicCase('a doubled tenant, by a token', ({ tokens }) => [bearer(tokens.ofBoth), a, b], {
    outcome: 'INVALID_REQUEST',
  }),
  publicCase('a doubled tenant, by a key', ({ keys }) => [apiKey(keys.good), a, b], { outcome: 'INVALID_REQUEST' }),
]

/** Every way to call the public listener. */
export const publicCases = [...own, ...foreign, ...tenants, ...identities, ...unproven, ...doubled]
