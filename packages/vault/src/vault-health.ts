import { z } from 'zod'
import { createVaultClient, type VaultEndpoint } from './vault-client.ts'
import { describeFailure, VaultFailure, type VaultFailureKind } from './vault-failure.ts'

/** Whether Vault gives us our secrets. */
export interface VaultHealth {
  /**
   * `standby` is not a fault: such a node forwards reads to the active one. `denied`: Vault refuses our token, our
   * login or the read. `unusable`: it answers, but not as the store of our secrets, for instance without the mount.
   */
  readonly state: 'ok' | 'standby' | 'sealed' | 'denied' | 'unusable' | 'unreachable'
  /** What is wrong, in English and without any secret; null while nothing is. */
  readonly reason: string | null
}

export interface VaultHealthCheckDeps {
  readonly endpoint: VaultEndpoint
  /** The path of a secret that the service needs whatever the tenant. */
  readonly path: string
  /** Reads that path with the session that all reads use, and past the cache. Throws a VaultFailure. */
  readonly read: (path: string) => Promise<unknown>
  /** Milliseconds. */
  readonly now: () => number
}

type NodeState = 'active' | 'standby' | 'sealed' | 'unreadable'

const nodeSchema = z.object({
  initialized: z.boolean().default(true),
  sealed: z.boolean(),
  standby: z.boolean().default(false),
})

/** However often health is asked for, Vault is asked once in this time. */
const keptForMs = 1000

/** Checks Vault as the service uses it: by a read with its own token or login. */
export class VaultHealthCheck {
  readonly #deps: VaultHealthCheckDeps
  #running: Promise<VaultHealth> | null = null
  #last: { readonly health: VaultHealth; readonly until: number } | null = null

  constructor(deps: VaultHealthCheckDeps) {
    this.#deps = deps
  }

  /** Returns the state of Vault. Concurrent callers share one check, and its result is kept for a second. */
  run(): Promise<VaultHealth> {
    if (this.#last !== null && this.#deps.now() < this.#last.until) return Promise.resolve(this.#last.health)
    this.#running ??= this.#check().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #check(): Promise<VaultHealth> {
    const health = await checkHealth(this.#deps)
    this.#last = { health, until: this.#deps.now() + keptForMs }
    return health
  }
}

async function checkHealth({ endpoint, path, read }: VaultHealthCheckDeps): Promise<VaultHealth> {
  try {
    const node = await nodeState(endpoint)
    if (node === 'sealed') throw new VaultFailure('sealed', 'as sys/health says')
    // A gateway may hide the node's health: what counts is the read.
    await read(path)
    return { state: node === 'standby' ? 'standby' : 'ok', reason: null }
  } catch (error) {
    if (error instanceof VaultFailure) return { state: stateOf(error.kind), reason: describeFailure(error, path) }
    throw error
  }
}

/** Asks the node for its own state. Sends no token and no namespace, as only the root has this path. */
async function nodeState(endpoint: VaultEndpoint): Promise<NodeState> {
  try {
    const answer = await createVaultClient({ ...endpoint, namespace: null }, null).health()
    const node = nodeSchema.safeParse(answer.body)
    if (!node.success) return 'unreadable'
    if (node.data.sealed || !node.data.initialized) return 'sealed'
    return node.data.standby ? 'standby' : 'active'
  } catch (error) {
    if (error instanceof VaultFailure && error.kind === 'not a Vault answer') return 'unreadable'
    throw error
  }
}

function stateOf(kind: VaultFailureKind): VaultHealth['state'] {
  switch (kind) {
    case 'sealed':
      return 'sealed'
    case 'denied':
    case 'login refused':
      return 'denied'
    case 'no such mount':
    case 'request refused':
    case 'malformed secret':
      return 'unusable'
    case 'timeout':
    case 'unreachable':
    case 'unavailable':
    case 'not a Vault answer':
    case 'closed':
      return 'unreachable'
  }
}
