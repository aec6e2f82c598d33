import type { VaultFault } from '@orderport/vault-simulator'
import type { Environment, FailureFixture, Orderport } from './failure-fixture.ts'
import { shortDeadline, type Expected, type FailureRow } from './failure-row.ts'

const unavailable: Expected = [503, 'CREDENTIALS_UNAVAILABLE']
const tenantSecret = 'data/keybuzz/tenants/'
const denial: VaultFault = { kind: 'status', status: 403, body: { errors: ['permission denied'] } }

function row(name: string, fault: VaultFault, path: string = tenantSecret): FailureRow {
  return {
    name: `Vault: ${name}`,
    expected: unavailable,
    inject: ({ vault }) => void vault.faults.push({ fault, path }),
  }
}

/** Settings with which the service logs in by AppRole and gets a token that expires. */
export function byAppRole({ vault }: Orderport): Environment {
  vault.definePolicy('orderport', [{ path: 'secret/data/keybuzz/*', capabilities: ['read'] }])
  const { roleId, secretId } = vault.createAppRole({ policies: ['orderport'], ttl: 3600 })
  return { VAULT_AUTH: 'approle', VAULT_TOKEN: '', VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: secretId }
}

/** Makes the service log in, by an import for a tenant without credentials, and revokes its token. */
export async function revokeTokenInUse({ vault, importByRest }: FailureFixture): Promise<void> {
  const stub = await importByRest({ tenantId: 'nouveau-client', orderRef: '171-0000000-0000003' })
  if (stub.status !== 200) throw new Error(`the service did not log in: ${await stub.text()}`)
  vault.revokeTokens()
}

/** Every way in which Vault can fail to tell whether there is a secret. */
export const vaultRows: readonly FailureRow[] = [
  {
    name: 'Vault: sealed',
    expected: unavailable,
    retryAfter: 30,
    inject: ({ vault }) => vault.seal(),
    heal: ({ vault }) => vault.unseal(),
  },
  row('denied', denial),
  row('denied our application', denial, 'data/keybuzz/amazon_spapi/app'),
  row('500', { kind: 'status', status: 500, body: { errors: ['internal error'] } }),
  row('502 of a proxy', { kind: 'html', status: 502 }),
  row('a web page', { kind: 'html' }),
  row('404 that is a web page', { kind: 'html', status: 404 }),
  row('JSON that is no secret', { kind: 'status', status: 200, body: { hello: 'world' } }),
  row('no mount', { kind: 'status', status: 404, body: { errors: ['no handler for route "secret/data/"'] } }),
  row('bytes that are not text', {
    kind: 'bytes',
    contentType: 'application/json',
    body: Buffer.from('{"é":1}', 'latin1'),
  }),
  row('half an answer', { kind: 'truncated' }),
  row('reset', { kind: 'reset' }),
  row('a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/stolen' }),
  { ...row('hang', { kind: 'hang' }), isSlow: true, prepare: shortDeadline },
  {
    ...row('an expired token, and a login that is refused', denial, 'auth/approle/login'),
    prepare: byAppRole,
    inject: async (fixture) => {
      await revokeTokenInUse(fixture)
      fixture.vault.faults.push({ fault: denial, path: 'auth/approle/login' })
    },
  },
  {
    ...row('an expired token, and a login that hangs', { kind: 'hang' }, 'auth/approle/login'),
    isSlow: true,
    prepare: (service) => ({ ...byAppRole(service), ...shortDeadline() }),
    inject: async (fixture) => {
      await revokeTokenInUse(fixture)
      fixture.vault.faults.push({ fault: { kind: 'hang' }, path: 'auth/approle/login' })
    },
  },
]
