/** How to log in. `jwtPath` is the file of the pod's service account token, which is read again at each login. */
export type VaultAuth =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'approle'; readonly roleId: string; readonly secretId: string }
  | { readonly kind: 'kubernetes'; readonly role: string; readonly jwtPath: string }

export interface VaultConfig {
  /** Such as `https://vault.internal:8200`. */
  readonly address: string
  readonly auth: VaultAuth
  /** Vault Enterprise's namespace. */
  readonly namespace?: string | undefined
  /** The authorities to trust instead of the system's, in PEM. */
  readonly caCertificate?: string | undefined
  /** Where the key-value engine (version 2) is mounted, such as `secret`. */
  readonly kvMount: string
  /** The folder of the secrets under the mount, such as `keybuzz`. Empty for none. */
  readonly kvPrefix: string
  /** The name of our application's secret, such as `amazon_spapi`: the one that the health check reads. */
  readonly application: string
  /** The deadline of one request to Vault, from connecting to the last byte. */
  readonly requestTimeoutMs: number
  /** How long a secret is served from the cache. Default 5 minutes: a rotated secret takes effect after that. */
  readonly presentTtlMs?: number | undefined
  /** How long a missing secret is remembered as missing. Default 0, at most 30 seconds: new secrets work at once. */
  readonly missingTtlMs?: number | undefined
  /** How long an expired secret still serves while Vault is away. Default 30 minutes. */
  readonly staleForMs?: number | undefined
}
