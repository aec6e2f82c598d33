import type { VaultAuth, VaultConfig } from '@orderport/vault'
import { z } from 'zod'
import { httpUrl, readPemFile, type ValidationContext } from './variables.ts'

export type VaultSettings = Omit<VaultConfig, 'requestTimeoutMs'>

const kvPath = z.string().regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/, 'must be a path of letters, digits, - and _')

export const vaultVariables = {
  VAULT_ADDR: httpUrl.optional(),
  VAULT_AUTH: z.enum(['token', 'approle', 'kubernetes']).default('token'),
  VAULT_TOKEN: z.string().optional(),
  VAULT_ROLE_ID: z.string().optional(),
  VAULT_SECRET_ID: z.string().optional(),
  VAULT_K8S_ROLE: z.string().optional(),
  VAULT_NAMESPACE: z.string().optional(),
  VAULT_CACERT: z.string().optional(),
  VAULT_KV_MOUNT: kvPath.default('secret'),
  VAULT_KV_PREFIX: kvPath.default('keybuzz'),
}

type Variables = z.infer<z.ZodObject<typeof vaultVariables>>

/** The file in which Kubernetes gives a pod its service account token. */
const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token'

/** Returns Vault's part of the configuration; null without VAULT_ADDR. Adds a line to `faults` for each thing wrong. */
export function vaultFromEnvironment(
  variables: Variables,
  { production, faults, unreadable }: ValidationContext,
): VaultSettings | null {
  const address = variables.VAULT_ADDR
  if (address === undefined) return null
  if (production && new URL(address).protocol === 'http:') faults.push('VAULT_ADDR: must be https in production')
  const auth = unreadable.has('VAULT_AUTH') ? null : authFrom(variables, faults)
  const caPath = variables.VAULT_CACERT
  const caCertificate = caPath === undefined ? null : readPemFile('VAULT_CACERT', caPath, faults)
  if (auth === null) return null
  return {
    address,
    auth,
    kvMount: variables.VAULT_KV_MOUNT,
    kvPrefix: variables.VAULT_KV_PREFIX,
    ...(variables.VAULT_NAMESPACE === undefined ? {} : { namespace: variables.VAULT_NAMESPACE }),
    ...(caCertificate === null ? {} : { caCertificate }),
  }
}

function authFrom(variables: Variables, faults: string[]): VaultAuth | null {
  switch (variables.VAULT_AUTH) {
    case 'token': {
      const token = variables.VAULT_TOKEN
      if (token === undefined) faults.push('VAULT_TOKEN: must be set with VAULT_AUTH=token')
      return token === undefined ? null : { kind: 'token', token }
    }
    case 'approle': {
      const { VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: secretId } = variables
      if (roleId === undefined || secretId === undefined) {
        faults.push('VAULT_ROLE_ID and VAULT_SECRET_ID: must be set with VAULT_AUTH=approle')
        return null
      }
      return { kind: 'approle', roleId, secretId }
    }
    case 'kubernetes': {
      const role = variables.VAULT_K8S_ROLE
      if (role === undefined) faults.push('VAULT_K8S_ROLE: must be set with VAULT_AUTH=kubernetes')
      return role === undefined ? null : { kind: 'kubernetes', role, jwtPath: serviceAccountToken }
    }
  }
}
