import type { VaultFault } from '@orderport/vault-simulator'
import { shortDeadline, type FailureRow } from './failure-row.ts'
import type { Environment, FailureScene, Orderport } from './failure-scene.ts'

const unavailable = { status: 503, code: 'CREDENTIALS_UNAVAILABLE' } as const
const tenantSecret = 'data/keybuzz/tenants/'
const denial: VaultFault = { kind: 'status', status: 403, body: { errors: ['permission denied'] } }

function row(name: string, fault: VaultFault, path: string = tenantSecret): FailureRow {
  return {
    ...unavailable,
    name: `Vault: ${name}`,
    strike: ({ parts }) => void parts.vault.faults.push({ fault, path }),
  }
}

/** The service logs in by AppRole, with a token that may read its secrets and ends. */
export function byAppRole({ vault }: Orderport): Environment {
  vault.definePolicy('orderport', [{ path: 'secret/data/keybuzz/*', capabilities: ['read'] }])
  const { roleId, secretId } = vault.createAppRole({ policies: ['orderport'], ttl: 3600 })
  return { VAULT_AUTH: 'approle', VAULT_TOKEN: '', VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: secretId }
}

/** Lets the service log in, for a tenant without credentials, and then ends its token. */
export async function endTokenInUse({ parts, importByRest }: FailureScene): Promise<void> {
  const stub = await importByRest({ tenantId: 'nouveau-client', orderRef: '171-0000000-0000003' })
  if (stub.status !== 200) throw new Error(`the service did not log in: ${await stub.text()}`)
  parts.vault.revokeTokens()
}

/** Every way in which Vault can fail to say whether there is a secret. */
export const vaultRows: readonly FailureRow[] = [
  {
    ...unavailable,
    name: 'Vault: sealed',
    retryAfter: 30,
    strike: ({ parts }) => parts.vault.seal(),
    heal: ({ parts }) => parts.vault.unseal(),
  },
  row('denied', denial),
  row('denied our application', denial, 'data/keybuzz/amazon_spapi/app'),
  row('500', { kind: 'status', status: 500, body: { errors: ['internal error'] } }),
  row('502 of a proxy', { kind: 'html', status: 502 }),
  row('a web page', { kind: 'html' }),
  row('404 that is a web page', { kind: 'html', status: 404 }),
  row('JSON that is no secret', { kind: 'status', status: 200, body: { hello: 'world' } }),
  row('no mount', { kind: 'status', status: 404, body: { errors: ['no handler for route "secret/data/"'] } }),
  row('half an answer', { kind: 'truncated' }),
  row('reset', { kind: 'reset' }),
  row('a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/stolen' }),
  { ...row('hang', { kind: 'hang' }), prepare: shortDeadline },
  {
    ...row('a token that ended, and a login that is refused', denial, 'auth/approle/login'),
    prepare: byAppRole,
    strike: async (scene) => {
      await endTokenInUse(scene)
      scene.parts.vault.faults.push({ fault: denial, path: 'auth/approle/login' })
    },
  },
  {
    ...row('a token that ended, and a login that hangs', { kind: 'hang' }, 'auth/approle/login'),
    prepare: (parts) => ({ ...byAppRole(parts), ...shortDeadline() }),
    strike: async (scene) => {
      await endTokenInUse(scene)
      scene.parts.vault.faults.push({ fault: { kind: 'hang' }, path: 'auth/approle/login' })
    },
  },
]
