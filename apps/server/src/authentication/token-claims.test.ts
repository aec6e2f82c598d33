import { expect, it } from 'vitest'
import { actorFromEmail, actorFromSubject } from './actor.ts'
import { readTokenClaims } from './token-claims.ts'

it.each([
  [{ tenants: ['a', 'b'] }, ['a', 'b']],
  [{ tenant_id: 'a' }, ['a']],
  [{ tenantId: 'a' }, ['a']],
  [{ tenants: ['a', '../b', 7, ''] }, ['a']],
  [{ tenants: [] }, []],
  [{ tenants: 'a' }, []],
  [{ tenants: { a: true } }, []],
  [{ tenant_id: '../a' }, []],
  [{ tenant_id: ['a'] }, []],
  [{ tenants: [], tenant_id: 'a' }, []],
  [{ tenants: null }, null],
  [{}, null],
])('the claims %j name the tenants %j', (claims, tenants) => {
  expect(readTokenClaims(claims).tenants).toEqual(tenants)
})

it.each([
  [{ scope: 'orders:read openid admin' }, ['orders:read', 'admin']],
  [{ scope: 'openid profile' }, []],
  [{ scope: '' }, []],
  [{ scope: ['orders:read'] }, []],
  [{ scp: 'orders:read orders:import' }, ['orders:read', 'orders:import']],
  [{ scp: ['orders:import', 3, 'Admin'] }, ['orders:import']],
  [{ scp: 7 }, []],
  [{ scope: 'orders:read', scp: ['admin'] }, ['orders:read']],
  [{ roles: ['admin'], role: 'admin' }, null],
  [{}, null],
])('the claims %j carry the scopes %j', (claims, scopes) => {
  expect(readTokenClaims(claims).scopes).toEqual(scopes)
})

const address = 'agent@example.org'
const subject = actorFromSubject('https://login.example.org/', 'svc')

it.each([
  [{ email: ' Agent@example.org' }, address, actorFromEmail(address)],
  [{ email: address, email_verified: true }, address, actorFromEmail(address)],
  [{ email: address, email_verified: false }, null, subject],
  [{ email: address, email_verified: 'false' }, null, subject],
  [{ email: 'agent' }, null, subject],
  [{ email: [address] }, null, subject],
  [{}, null, subject],
  [{ sub: undefined, client_id: 'svc' }, null, subject],
])('the claims %j have the address %j, and the audit calls them %s', (claims, email, actor) => {
  expect(readTokenClaims({ iss: 'https://login.example.org/', sub: 'svc', ...claims })).toMatchObject({ email, actor })
})
