import type { Secret } from '@orderport/domain'
import { z } from 'zod'
import type { Transport } from './http-transport.ts'
import type { VaultAnswer } from './vault-answer.ts'
import { VaultFailure } from './vault-failure.ts'

/** Which Vault, and how to reach it. */
export interface VaultEndpoint {
  readonly address: string
  readonly namespace: string | null
  readonly transport: Transport
}

/** The calls that this package makes. They throw a VaultFailure if there is no answer in JSON. */
export interface VaultClient {
  read(path: string): Promise<VaultAnswer>
  /** Writes a new version of a secret, if its newest one still is `version` (0: none was ever written). */
  write(path: string, values: Secret, version: number): Promise<VaultAnswer>
  lookUpToken(): Promise<VaultAnswer>
  renewToken(): Promise<VaultAnswer>
  logInByAppRole(roleId: string, secretId: string): Promise<VaultAnswer>
  logInByKubernetes(role: string, jwt: string): Promise<VaultAnswer>
  /** Returns the state of this node in its body. The status is always 200 here. */
  health(): Promise<VaultAnswer>
}

/** What node-vault throws for a status other than 200 and 204. */
const responseErrorSchema = z.object({ response: z.object({ statusCode: z.number(), body: z.unknown() }) })

/**
 * Loads node-vault and what it brings along, which takes as long as much of the service. Calls load it when they need
 * it.
 */
export async function loadNodeVault() {
  return (await import('node-vault')).default
}

/** Wraps node-vault, which no other file imports. A client keeps its token for life; a new token is a new client. */
export function createVaultClient(endpoint: VaultEndpoint, token: string | null): VaultClient {
  let opened: Promise<Client> | undefined
  const answerTo = (call: (client: Client) => Promise<unknown>) =>
    answerOf(async () => call(await (opened ??= openClient(endpoint, token))))
  return {
    read: (path) => answerTo((client) => client.read(path)),
    write: (path, values, version) =>
      answerTo((client) => client.write(path, { data: values, options: { cas: version } })),
    lookUpToken: () => answerTo((client) => client.tokenLookupSelf()),
    renewToken: () => answerTo((client) => client.tokenRenewSelf()),
    logInByAppRole: (roleId, secretId) =>
      answerTo((client) => client.approleLogin({ role_id: roleId, secret_id: secretId })),
    // node-vault 0.12 has no default mount point.
    logInByKubernetes: (role, jwt) =>
      answerTo((client) => client.kubernetesLogin({ mount_point: 'kubernetes', role, jwt })),
    health: () => answerTo((client) => client.health()),
  }
}

type Client = ReturnType<Awaited<ReturnType<typeof loadNodeVault>>>

async function openClient(endpoint: VaultEndpoint, token: string | null): Promise<Client> {
  const nodeVault = await loadNodeVault()
  const client = nodeVault({
    endpoint: endpoint.address,
    // Its own debug output prints secret ids.
    debug: () => {},
    'request-promise': { defaults: () => endpoint.transport },
  })
  // Set afterwards: node-vault falls back to VAULT_* variables for empty options.
  return Object.assign(client, { token: token ?? '', namespace: endpoint.namespace ?? '', pathPrefix: '' })
}

async function answerOf(call: () => Promise<unknown>): Promise<VaultAnswer> {
  try {
    return { status: 200, body: await call() }
  } catch (error) {
    if (error instanceof VaultFailure) throw error
    const refused = responseErrorSchema.safeParse(error)
    if (refused.success) return { status: refused.data.response.statusCode, body: refused.data.response.body }
    throw new VaultFailure('unreachable', error instanceof Error ? error.name : 'unknown error')
  }
}
