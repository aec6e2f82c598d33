import nodeVault from 'node-vault'
import { z } from 'zod'
import type { Transport } from './http-transport.ts'
import type { VaultAnswer } from './vault-answer.ts'
import { VaultFailure } from './vault-failure.ts'

/** Which Vault, and how to reach it. */
export interface VaultLink {
  readonly address: string
  readonly namespace: string | null
  readonly transport: Transport
}

/** The calls we make, with one token or with none. They throw a VaultFailure if there is no answer in JSON. */
export interface VaultClient {
  read(path: string): Promise<VaultAnswer>
  lookUpToken(): Promise<VaultAnswer>
  renewToken(): Promise<VaultAnswer>
  logInByAppRole(roleId: string, secretId: string): Promise<VaultAnswer>
  logInByKubernetes(role: string, jwt: string): Promise<VaultAnswer>
  /** The state of this node; its status is always 200 here, the body tells. */
  health(): Promise<VaultAnswer>
}

/** What node-vault throws for a status that is neither 200 nor 204. */
const responseErrorSchema = z.object({ response: z.object({ statusCode: z.number(), body: z.unknown() }) })

/** The only place that touches node-vault. A client keeps its token for life; a new token is a new client. */
export function openVault(link: VaultLink, token: string | null): VaultClient {
  const client = nodeVault({
    endpoint: link.address,
    // Its own debug output prints what is written: passwords at a login.
    debug: () => {},
    'request-promise': { defaults: () => link.transport },
  })
  // Set here because node-vault takes VAULT_TOKEN, VAULT_NAMESPACE and VAULT_PREFIX where an option is empty.
  Object.assign(client, { token: token ?? '', namespace: link.namespace ?? '', pathPrefix: '' })
  return {
    read: (path) => answerTo(client.read(path)),
    lookUpToken: () => answerTo(client.tokenLookupSelf()),
    renewToken: () => answerTo(client.tokenRenewSelf()),
    logInByAppRole: (roleId, secretId) => answerTo(client.approleLogin({ role_id: roleId, secret_id: secretId })),
    // Without a mount point, node-vault 0.12 would post to /auth//login.
    logInByKubernetes: (role, jwt) => answerTo(client.kubernetesLogin({ mount_point: 'kubernetes', role, jwt })),
    health: () => answerTo(client.health()),
  }
}

async function answerTo(call: Promise<unknown>): Promise<VaultAnswer> {
  try {
    return { status: 200, body: await call }
  } catch (error) {
    if (error instanceof VaultFailure) throw error
    const refused = responseErrorSchema.safeParse(error)
    if (refused.success) return { status: refused.data.response.statusCode, body: refused.data.response.body }
    throw new VaultFailure('unreachable', error instanceof Error ? error.name : 'unknown error')
  }
}
