import type { Header } from '../harness/raw-request.ts'
import type { AccessCase } from './cases.ts'
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

type Terms = Partial<Omit<AccessCase, 'name' | 'listener' | 'headers'>>

function open(name: string, headers: AccessCase['headers'], terms: Terms = {}): AccessCase {
  return { name, listener: 'public', headers, wanted: 'own reference', outcome: 'served', ...terms }
}

const own = [
  open('own tenant, by a token that names it', ({ tokens }) => [bearer(tokens.good)]),
  open('own tenant, by a token that names two', ({ tokens }) => [bearer(tokens.ofBoth), a], { wanted: 'own id' }),
  open('own tenant, by a member’s token', ({ tokens }) => [bearer(tokens.ofMember), a]),
  open('own tenant, by a key', ({ keys }) => [bearer(keys.good)], { wanted: 'own id' }),
  open('own tenant, by a key in its own header', ({ keys }) => [apiKey(keys.good), a]),
  open('own tenant, a reference that both hold', ({ keys }) => [bearer(keys.good)], { wanted: 'shared' }),
  open('own tenant, by a key, from anywhere', ({ keys }) => [apiKey(keys.good)], { from: untrustedAddress }),
  open('own tenant, by a key, whoever is asserted', ({ keys }) => [
    apiKey(keys.good),
    ['x-user-email', tenantB.member],
  ]),
  open('own tenant, by a key, another one in query and body', ({ keys }) => [apiKey(keys.good)], {
    inQuery: tenantB.tenantId,
    inBody: tenantB.tenantId,
  }),
]

const foreign = [
  open('another tenant’s order by id, by a token', ({ tokens }) => [bearer(tokens.good)], { wanted: 'foreign id' }),
  open('another tenant’s order by reference, by a token', ({ tokens }) => [bearer(tokens.good)], {
    wanted: 'foreign reference',
  }),
  open('another tenant’s order by id, by a key', ({ keys }) => [apiKey(keys.good)], { wanted: 'foreign id' }),
  open('another tenant’s order by reference, by a key', ({ keys }) => [apiKey(keys.good)], {
    wanted: 'foreign reference',
  }),
  open('another tenant, by a token that names this one', ({ tokens }) => [bearer(tokens.good), b], {
    wanted: 'foreign id',
    outcome: 'NOT_MEMBER',
  }),
  open('another tenant, by a member of this one', ({ tokens }) => [bearer(tokens.ofMember), b], {
    outcome: 'NOT_MEMBER',
  }),
  open('own tenant, by a member of another one', ({ tokens }) => [bearer(tokens.ofMemberOfB), a], {
    outcome: 'NOT_MEMBER',
  }),
  open('another tenant, by a key', ({ keys }) => [apiKey(keys.good), b], {
    wanted: 'foreign id',
    outcome: 'TENANT_MISMATCH',
  }),
  open('another tenant, by a token, asserted', ({ tokens }) => [bearer(tokens.good), ...assertedB], {
    outcome: 'NOT_MEMBER',
  }),
]

const tenants = [
  open('no tenant, by a token that names two', ({ tokens }) => [bearer(tokens.ofBoth)], {
    outcome: 'TENANT_ID_MISSING',
  }),
  open('no tenant, by a member’s token', ({ tokens }) => [bearer(tokens.ofMember)], { outcome: 'TENANT_ID_MISSING' }),
  open('an unknown tenant, by a token', ({ tokens }) => [bearer(tokens.good), tenant('tenant-unknown')], {
    outcome: 'NOT_MEMBER',
  }),
  open('an unknown tenant, by a member’s token', ({ tokens }) => [bearer(tokens.ofMember), tenant('tenant-unknown')], {
    outcome: 'NOT_MEMBER',
  }),
  open('an unknown tenant, by a key', ({ keys }) => [apiKey(keys.good), tenant('tenant-unknown')], {
    outcome: 'TENANT_MISMATCH',
  }),
  open('a tenant that is a path', ({ tokens }) => [bearer(tokens.good), tenant('../tenant-b')], {
    outcome: 'INVALID_REQUEST',
  }),
]

const identities = [
  open('a stranger', ({ tokens }) => [bearer(tokens.ofStranger), a], { outcome: 'NOT_MEMBER' }),
  open('a member whose address nobody verified', ({ tokens }) => [bearer(tokens.ofUnverified), a], {
    outcome: 'NOT_MEMBER',
  }),
  open('a token without the scope', ({ tokens }, scope) => [bearer(tokens.without[scope])], {
    outcome: 'SCOPE_MISSING',
  }),
  open('a key without the scope', ({ keys }, scope) => [apiKey(keys.without[scope])], { outcome: 'SCOPE_MISSING' }),
]

type Proof = (credentials: Credentials) => readonly Header[]

const unproven = (
  [
    ['no identity', () => []],
    ['an asserted identity', () => assertedA],
    ['an identity in Basic', () => [['authorization', 'Basic YTpi'], a]],
    ['an expired token', ({ tokens }) => [bearer(tokens.expired)]],
    ['an expired token, and an asserted identity', ({ tokens }) => [bearer(tokens.expired), ...assertedA]],
    ['a token that is not good yet', ({ tokens }) => [bearer(tokens.notYet)]],
    ['a token of another issuer', ({ tokens }) => [bearer(tokens.otherIssuer)]],
    ['a token for another audience', ({ tokens }) => [bearer(tokens.otherAudience)]],
    ['a token that somebody else signed', ({ tokens }) => [bearer(tokens.forged)]],
    ['a token that nobody signed', ({ tokens }) => [bearer(tokens.unsigned)]],
    ['an expired key', ({ keys }) => [apiKey(keys.expired)]],
    ['a revoked key', ({ keys }) => [apiKey(keys.revoked)]],
    ['a key with a wrong secret', ({ keys }) => [apiKey(keys.wrongSecret)]],
    ['a key that is unknown', ({ keys }) => [apiKey(keys.unknown)]],
    ['a key that was given another tenant', ({ keys }) => [apiKey(keys.movedToB)]],
  ] satisfies readonly (readonly [string, Proof])[]
).map(([name, headers]: readonly [string, Proof]) => open(name, headers, { outcome: 'AUTH_REQUIRED', atTheDoor: true }))

const doubled = [
  open('a doubled token', ({ tokens }) => [bearer(tokens.good), bearer(tokens.good)], {
    outcome: 'INVALID_REQUEST',
    atTheDoor: true,
  }),
  open('a doubled key', ({ keys }) => [apiKey(keys.good), apiKey(keys.ofB)], {
    outcome: 'INVALID_REQUEST',
    atTheDoor: true,
  }),
  open('a token and a key', ({ tokens, keys }) => [bearer(tokens.good), apiKey(keys.ofB)], {
    outcome: 'INVALID_REQUEST',
    atTheDoor: true,
  }),
  open('a doubled tenant, by a token', ({ tokens }) => [bearer(tokens.ofBoth), a, b], { outcome: 'INVALID_REQUEST' }),
  open('a doubled tenant, by a key', ({ keys }) => [apiKey(keys.good), a, b], { outcome: 'INVALID_REQUEST' }),
]

/** Every way to call the public listener. */
export const publicCases = [...own, ...foreign, ...tenants, ...identities, ...unproven, ...doubled]
