import { once } from 'node:events'
import type { Server } from 'node:http'
import type { JsonObject } from './json.ts'
import type { AppRole } from './login-roles.ts'
import type { PolicyRule } from './policies.ts'
import type { TokenGrant } from './token-store.ts'
import { VaultFaults } from './faults.ts'
import { VaultRequestLog } from './request-log.ts'
import { createVaultServer } from './listener.ts'
import { VaultState } from './state.ts'

export interface VaultSimulatorOptions {
  /** Default: `127.0.0.1`. The simulator is not meant for a network that others can reach. */
  readonly host?: string
  /** Default: a free one. */
  readonly port?: number
  /** Returns milliseconds since 1970; tokens expire by it. */
  readonly now?: () => number
  /** Where the key-value engine is mounted; `put` and `delete` use the first. Default: `secret`. */
  readonly mounts?: readonly [string, ...string[]]
  /** Default: `hvs.simulated-root`. */
  readonly rootToken?: string
  /** PEM texts, to answer over HTTPS. */
  readonly tls?: { readonly certificate: string; readonly key: string }
}

/** A simulated Vault with its secrets in memory. */
export interface VaultSimulator extends AsyncDisposable {
  readonly url: string
  readonly rootToken: string
  readonly faults: VaultFaults
  readonly requestLog: VaultRequestLog
  /** Writes a new version of a secret, such as `put('keybuzz/amazon_spapi/app', {…})`. */
  put(path: string, data: JsonObject): void
  /**
   * Writes the newest value again, as a new version with a new `created_time`. Throws when there is none, or it is
   * deleted.
   */
  rewrite(path: string): void
  /** Deletes the newest version, as `vault kv delete` does. */
  delete(path: string): void
  definePolicy(name: string, rules: readonly PolicyRule[]): void
  createToken(grant: TokenGrant): string
  revokeToken(token: string): void
  /** Ends every token except those of the root policy. */
  revokeTokens(): void
  createAppRole(grant: TokenGrant): AppRole
  removeAppRole(roleId: string): void
  createKubernetesRole(role: string, jwt: string, grant: TokenGrant): void
  seal(): void
  unseal(): void
  setStandby(standby: boolean): void
  /** Stops listening and ends every connection, hanging ones included. */
  close(): Promise<void>
}

/** Starts a simulated HashiCorp Vault: KV version 2, tokens, AppRole and Kubernetes logins, health, seal. */
export async function startVaultSimulator(options: VaultSimulatorOptions = {}): Promise<VaultSimulator> {
  const now = options.now ?? Date.now
  const mounts = options.mounts ?? ['secret']
  const rootToken = options.rootToken ?? 'hvs.simulated-root'
  const state = new VaultState(now, mounts)
  state.tokens.create({ policies: ['root'], renewable: false }, rootToken)
  const faults = new VaultFaults()
  const requestLog = new VaultRequestLog()
  const server = createVaultServer({ state, faults, requestLog, now, tls: options.tls })
  const { host = '127.0.0.1', port = 0 } = options
  server.listen(port, host)
  await once(server, 'listening')
  const secrets = state.mount(mounts[0])
  const close = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    faults.clear()
    await closed
  }
  return {
    url: urlOf(options.tls === undefined ? 'http' : 'https', host, server.address()),
    rootToken,
    faults,
    requestLog,
    put: (path, data) => void secrets.write(path, data),
    rewrite: (path) => {
      const data = secrets.read(path)?.data ?? null
      if (data === null) throw new Error(`no secret at ${path}`)
      secrets.write(path, data)
    },
    delete: (path) => secrets.change(path, 'delete'),
    definePolicy: (name, rules) => state.policies.define(name, rules),
    createToken: (grant) => state.tokens.create(grant).secret,
    revokeToken: (token) => state.tokens.revoke(token),
    revokeTokens: () => state.tokens.revokeAll(),
    createAppRole: (grant) => state.roles.addAppRole(grant),
    removeAppRole: (roleId) => state.roles.removeAppRole(roleId),
    createKubernetesRole: (role, jwt, grant) => state.roles.addKubernetesRole(role, jwt, grant),
    seal: () => {
      state.sealed = true
    },
    unseal: () => {
      state.sealed = false
    },
    setStandby: (standby) => {
      state.standby = standby
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function urlOf(scheme: string, host: string, address: ReturnType<Server['address']>): string {
  if (address === null || typeof address === 'string') throw new Error('The simulator is not listening on a port')
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}
