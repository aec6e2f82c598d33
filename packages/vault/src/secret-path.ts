import { DomainError, type TenantId } from '@orderport/domain'
import type { VaultConfig } from './vault-config.ts'

const segment = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u
const folder = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/u

/** The API paths of secrets. Ids are checked here again, whatever their types say: node-vault would resolve a `..`. */
export interface SecretPaths {
  /** Throws `INTERNAL` for a tenant id or a name that is not a valid path segment. */
  ofTenant(tenantId: TenantId, name: string): string
  ofApplication(name: string): string
}

/** Returns the paths under a mount and a prefix. Throws a plain Error if either is not a valid path. */
export function secretPaths(config: Pick<VaultConfig, 'kvMount' | 'kvPrefix'>): SecretPaths {
  const { kvMount, kvPrefix } = config
  if (!folder.test(kvMount)) throw new Error('The Vault mount must be a path of letters, digits, ".", "_" and "-"')
  if (kvPrefix !== '' && !folder.test(kvPrefix)) {
    throw new Error('The Vault prefix must be empty or a path of letters, digits, ".", "_" and "-"')
  }
  const root = kvPrefix === '' ? `${kvMount}/data` : `${kvMount}/data/${kvPrefix}`
  return {
    ofTenant: (tenantId, name) => [root, 'tenants', checked(tenantId), checked(name)].join('/'),
    ofApplication: (name) => [root, checked(name), 'app'].join('/'),
  }
}

function checked(part: string): string {
  if (!segment.test(part)) {
    throw new DomainError('INTERNAL', { detail: 'A tenant id or a secret’s name is not a valid path segment' })
  }
  return part
}
