import { answerKeyValue } from './key-value-routes.ts'
import { KeyValueStore } from './key-value-store.ts'
import { LoginRoles } from './login-roles.ts'
import { Policies } from './policies.ts'
import { TokenStore, type Token } from './token-store.ts'
import { envelope, refusal, type VaultAnswer } from './answer.ts'

export interface VaultRequest {
  readonly method: string
  /** The path below `/v1/`, decoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly token: string | null
  readonly body: string
}

/** A Vault without HTTP: its secrets, tokens, roles and policies, and whether it is sealed or a standby. */
export class VaultState {
  readonly tokens: TokenStore
  readonly roles: LoginRoles
  readonly policies = new Policies()
  sealed = false
  standby = false
  readonly #now: () => number
  readonly #mounts: ReadonlyMap<string, KeyValueStore>

  constructor(now: () => number, mounts: readonly string[]) {
    this.#now = now
    this.tokens = new TokenStore(now)
    this.roles = new LoginRoles(this.tokens)
    this.#mounts = new Map(mounts.map((mount) => [mount, new KeyValueStore(now)]))
  }

  /** Returns the store of a mount. Throws for a mount that the simulator was not started with. */
  mount(name: string): KeyValueStore {
    const store = this.#mounts.get(name)
    if (store === undefined) throw new Error(`No mount ${name}: name it when starting the simulator`)
    return store
  }

  /** Answers in Vault's order: health, seal, logins, token, policy, then what is at the path. */
  answer(request: VaultRequest): VaultAnswer {
    const { path } = request
    if (path === 'sys/health') return this.#health(request.query)
    if (this.sealed) return refusal(503, 'Vault is sealed')
    if (path.includes('..')) return refusal(400, 'relative paths not supported')
    const login = this.roles.answer(path, request.body)
    if (login !== null) return login
    const token = request.token === null ? null : this.tokens.find(request.token)
    if (token === null) return refusal(403, 'permission denied')
    if (!this.policies.allow(token.grant.policies, request.method, path)) return refusal(403, 'permission denied')
    return this.#answerToken(token, path) ?? this.#answerMount(request)
  }

  #answerToken(token: Token, path: string): VaultAnswer | null {
    if (path === 'auth/token/lookup-self') return envelope({ data: this.tokens.lookUp(token) })
    if (path !== 'auth/token/renew-self') return null
    const renewed = this.tokens.renew(token)
    return renewed === null ? refusal(400, 'lease is not renewable') : envelope({ auth: this.tokens.authOf(renewed) })
  }

  #answerMount(request: VaultRequest): VaultAnswer {
    for (const [mount, store] of this.#mounts) {
      if (!request.path.startsWith(`${mount}/`)) continue
      const [endpoint = '', ...rest] = request.path.slice(mount.length + 1).split('/')
      const version = Number(request.query.get('version') ?? 0)
      const method = request.query.get('list') === 'true' ? 'LIST' : request.method
      return answerKeyValue(store, { method, endpoint, path: rest.join('/'), version, body: request.body })
    }
    return refusal(404, `no handler for route "${request.path}". route entry not found.`)
  }

  #health(query: URLSearchParams): VaultAnswer {
    const standbyStatus = query.get('standbyok') === 'true' ? 200 : 429
    const status = this.sealed ? 503 : this.standby ? standbyStatus : 200
    const body = {
      initialized: true,
      sealed: this.sealed,
      standby: this.sealed || this.standby,
      performance_standby: false,
      replication_performance_mode: 'disabled',
      replication_dr_mode: 'disabled',
      server_time_utc: Math.floor(this.#now() / 1000),
      version: '1.20.0',
    }
    return { status, body }
  }
}
