import type { VaultAuth, VaultConfig } from '@orderport/vault'
import { z } from 'zod'
import { baseUrl, headerText, readCertificates, text, type ValidationContext } from './variables.ts'

/** What the environment says of Vault; the rest of its configuration is the service's own. */
export type VaultSettings = Omit<VaultConfig, 'requestTimeoutMs' | 'application'>

/** Slashes, and what belongs to the API's path: operators copy it from there. */
const aroundMount = /^\/*(?:v1\/+)?|\/+(?:(?:meta)?data(?:\/.*)?)?$/g
const aroundPrefix = /^\/*(?:(?:meta)?data\/+)?|\/+$/g

/** A path that Vault's API is asked with. Another one would find nothing, and Vault would call each secret missing. */
function kvPath(what: string, around: RegExp) {
  return z.string().superRefine((value, context) => {
    const path = value.replaceAll(around, '')
    if (!/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/.test(path)) {
      context.addIssue({ code: 'custom', message: 'must be a path of letters, digits, - and _' })
    } else if (path !== value) {
      context.addIssue({ code: 'custom', message: `must be ${what}: write ${path}` })
    }
  })
}

export const vaultVariables = {
  VAULT_ADDR: baseUrl.refine((url) => !url.endsWith('/v1'), 'must be Vault’s address alone, without /v1').optional(),
  VAULT_AUTH: z
    .enum(['token', 'approle', 'kubernetes'], { error: 'must be token, approle or kubernetes' })
    .default('token'),
  VAULT_TOKEN: headerText.optional(),
  VAULT_ROLE_ID: headerText.optional(),
  VAULT_SECRET_ID: headerText.optional(),
  VAULT_K8S_ROLE: headerText.optional(),
  VAULT_NAMESPACE: headerText.optional(),
  VAULT_CACERT: text.optional(),
  VAULT_KV_MOUNT: kvPath('the mount alone, without /data and without slashes around it', aroundMount).default('secret'),
  VAULT_KV_PREFIX: kvPath(
    'a folder below the mount, without data/ and without slashes around it',
    aroundPrefix,
  ).default('keybuzz'),
}

type Variables = z.infer<z.ZodObject<typeof vaultVariables>>

/** The file in which Kubernetes gives a pod its service account token. */
const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token'

/** Returns Vault's part of the configuration; null without VAULT_ADDR. Adds a line to `faults` for each thing wrong. */
export function vaultFromEnvironment(variables: Variables, context: ValidationContext): VaultSettings | null {
  const { production, faults, unreadable } = context
  const { VAULT_ADDR: address, VAULT_CACERT: caPath, VAULT_NAMESPACE: namespace } = variables
  if (address === undefined) return null
  if (production && new URL(address).protocol === 'http:') faults.push('VAULT_ADDR: must be https in production')
  const auth = unreadable.has('VAULT_AUTH') ? null : authFrom(variables, context)
  const caCertificate = caPath === undefined ? null : readCertificates('VAULT_CACERT', caPath, faults)
  if (auth === null) return null
  return {
    address,
    auth,
    kvMount: variables.VAULT_KV_MOUNT,
    kvPrefix: variables.VAULT_KV_PREFIX,
    ...(namespace === undefined ? {} : { namespace }),
    ...(caCertificate === null ? {} : { caCertificate }),
  }
}

/** Returns how to log in; null where that is not set, or can't be read. */
function authFrom(variables: Variables, { faults, unreadable }: ValidationContext): VaultAuth | null {
  const { VAULT_AUTH: kind, VAULT_TOKEN: token, VAULT_K8S_ROLE: role } = variables
  const requireSet = (...names: readonly (keyof Variables)[]): void => {
    if (names.every((name) => variables[name] !== undefined || unreadable.has(name))) return
    faults.push(`${names.join(' and ')}: must be set with VAULT_AUTH=${kind}`)
  }
  switch (kind) {
    case 'token':
      requireSet('VAULT_TOKEN')
      return token === undefined ? null : { kind, token }
    case 'approle': {
      const { VAULT_ROLE_ID: roleId, VAULT_SECRET_ID: secretId } = variables
      requireSet('VAULT_ROLE_ID', 'VAULT_SECRET_ID')
      return roleId === undefined || secretId === undefined ? null : { kind, roleId, secretId }
    }
    case 'kubernetes':
      requireSet('VAULT_K8S_ROLE')
      return role === undefined ? null : { kind, role, jwtPath: serviceAccountToken }
  }
}
