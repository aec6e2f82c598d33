import { readFile } from 'node:fs/promises'
import { loginIn, lookUpIn, type Lease } from './vault-answer.ts'
import { openVault, type VaultClient, type VaultLink } from './vault-client.ts'
import type { VaultAuth } from './vault-config.ts'
import { VaultFailure } from './vault-failure.ts'

/** A client whose token Vault has given, and for how long; null where Vault would not say. */
export interface Admission {
  readonly client: VaultClient
  readonly lease: Lease | null
}

/** Gets into Vault. Throws `login refused` where Vault says no, or the failure that kept it from answering. */
export async function logIn(link: VaultLink, auth: VaultAuth): Promise<Admission> {
  switch (auth.kind) {
    case 'token':
      return admitToken(openVault(link, auth.token))
    case 'approle':
      return admit(link, (client) => client.logInByAppRole(auth.roleId, auth.secretId))
    case 'kubernetes': {
      const jwt = await readJwt(auth.jwtPath)
      return admit(link, (client) => client.logInByKubernetes(auth.role, jwt))
    }
    default:
      return auth satisfies never
  }
}

async function admit(
  link: VaultLink,
  ask: (client: VaultClient) => ReturnType<VaultClient['read']>,
): Promise<Admission> {
  try {
    const { token, lease } = loginIn(await ask(openVault(link, null)))
    return { client: openVault(link, token), lease }
  } catch (error) {
    throw error instanceof VaultFailure && !error.away && error.kind !== 'closed'
      ? new VaultFailure('login refused', error.note)
      : error
  }
}

/** A plain token need not be allowed to look itself up: its reads then tell whether it is good. */
async function admitToken(client: VaultClient): Promise<Admission> {
  try {
    return { client, lease: lookUpIn(await client.lookUpToken()) }
  } catch (error) {
    const answered = error instanceof VaultFailure && (!error.away || error.kind === 'not a Vault answer')
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
