import { readFile } from 'node:fs/promises'
import { parseLogin, parseLookUp, type Lease, type VaultAnswer } from './vault-answer.ts'
import { createVaultClient, type VaultClient, type VaultEndpoint } from './vault-client.ts'
import type { VaultAuth } from './vault-config.ts'
import { VaultFailure } from './vault-failure.ts'

/** A client with a token, and how long that lives; null where Vault does not tell. */
export interface Login {
  readonly client: VaultClient
  readonly lease: Lease | null
}

/** Logs in to Vault. Throws a VaultFailure: `login refused` if Vault refuses, else what kept it from answering. */
export async function logIn(endpoint: VaultEndpoint, auth: VaultAuth): Promise<Login> {
  switch (auth.kind) {
    case 'token':
      return lookUp(createVaultClient(endpoint, auth.token))
    case 'approle':
      return requestToken(endpoint, (client) => client.logInByAppRole(auth.roleId, auth.secretId))
    case 'kubernetes': {
      const jwt = await readJwt(auth.jwtPath)
      return requestToken(endpoint, (client) => client.logInByKubernetes(auth.role, jwt))
    }
    default:
      return auth satisfies never
  }
}

async function requestToken(
  endpoint: VaultEndpoint,
  request: (client: VaultClient) => Promise<VaultAnswer>,
): Promise<Login> {
  try {
    const { token, lease } = parseLogin(await request(createVaultClient(endpoint, null)))
    return { client: createVaultClient(endpoint, token), lease }
  } catch (error) {
    throw error instanceof VaultFailure && !error.isOutage && error.kind !== 'closed'
      ? new VaultFailure('login refused', error.note)
      : error
  }
}

/** A plain token may lack the permission to look itself up. Its reads then show whether it is valid. */
async function lookUp(client: VaultClient): Promise<Login> {
  try {
    return { client, lease: parseLookUp(await client.lookUpToken()) }
  } catch (error) {
    const answered = error instanceof VaultFailure && (!error.isOutage || error.kind === 'not a Vault answer')
    if (!answered || error.kind === 'closed') throw error
    return { client, lease: null }
  }
}

async function readJwt(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch {
    throw new VaultFailure('login refused', 'the service account’s token can’t be read')
  }
}
