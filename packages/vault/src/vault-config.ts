/** How we prove to Vault who we are. `jwtPath` is the file of the pod's service account token, read anew at each login. */
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
  /** PEM text of the authorities to trust instead of the system's. */
  readonly caCertificate?: string | undefined
  /** Where the key-value engine (version 2) is mounted, such as `secret`. */
  readonly kvMount: string
  /** The folder of our secrets under the mount, such as `keybuzz`; empty for none. */
  readonly kvPrefix: string
  /** The deadline of one request to Vault, from connecting to the last byte. */
  readonly requestTimeoutMs: number
  /** How long a secret is served without asking again. Default 5 minutes: what is rotated in Vault counts after that. */
  readonly presentTtlMs?: number | undefined
  /** The same for "there is no such secret". Default 0, never above 30 seconds: a new secret is wanted at once. */
  readonly missingTtlMs?: number | undefined
  /** How long after that a known secret still serves while Vault is away. Default 30 minutes. */
  readonly staleForMs?: number | undefined
}
