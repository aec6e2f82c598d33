import { parseJsonObject, textOf } from './json.ts'
import type { TokenGrant, TokenStore } from './token-store.ts'
import { envelope, refusal, type VaultAnswer } from './answer.ts'

export interface AppRole {
  readonly roleId: string
  readonly secretId: string
}

/** The roles that can log in, by AppRole or with a Kubernetes service account, without a token. */
export class LoginRoles {
  readonly #tokens: TokenStore
  readonly #appRoles = new Map<string, { readonly secretId: string; readonly grant: TokenGrant }>()
  readonly #kubernetesRoles = new Map<string, { readonly jwt: string; readonly grant: TokenGrant }>()

  constructor(tokens: TokenStore) {
    this.#tokens = tokens
  }

  addAppRole(grant: TokenGrant): AppRole {
    const number = this.#appRoles.size + 1
    const role = { roleId: `simulated-role-${number}`, secretId: `simulated-secret-id-${number}` }
    this.#appRoles.set(role.roleId, { secretId: role.secretId, grant })
    return role
  }

  /** Removes the role: its secret id is refused from now on. Its tokens stay valid. */
  removeAppRole(roleId: string): void {
    this.#appRoles.delete(roleId)
  }

  addKubernetesRole(role: string, jwt: string, grant: TokenGrant): void {
    this.#kubernetesRoles.set(role, { jwt, grant })
  }

  /** Answers a login; returns null for any other path. */
  answer(path: string, body: string): VaultAnswer | null {
    const input = parseJsonObject(body)
    if (path === 'auth/approle/login') {
      const role = this.#appRoles.get(textOf(input, 'role_id'))
      if (role?.secretId !== textOf(input, 'secret_id')) return refusal(400, 'invalid role or secret ID')
      return this.#logIn(role.grant)
    }
    if (path === 'auth/kubernetes/login') {
      const name = textOf(input, 'role')
      const role = this.#kubernetesRoles.get(name)
      if (role === undefined) return refusal(400, `invalid role name "${name}"`)
      return role.jwt === textOf(input, 'jwt') ? this.#logIn(role.grant) : refusal(403, 'permission denied')
    }
    return null
  }

  #logIn(grant: TokenGrant): VaultAnswer {
    return envelope({ auth: this.#tokens.authOf(this.#tokens.create(grant)) })
  }
}
