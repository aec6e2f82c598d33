import { noTracer, raceAgainst, type CredentialStore, type StoredSecret, type Tracer } from '@orderport/domain'
import { changeSecret, withLogin, type ChangeOutcome, type SecretChange } from './change-secret.ts'
import { createTransport } from './http-transport.ts'
import { logIn } from './log-in.ts'
import { SecretCache } from './secret-cache.ts'
import { secretPaths } from './secret-path.ts'
import { parseSecret } from './vault-answer.ts'
import { loadNodeVault, type VaultEndpoint } from './vault-client.ts'
import type { VaultConfig } from './vault-config.ts'
import type { VaultEventLog } from './vault-event.ts'
import { credentialsUnavailable, VaultFailure } from './vault-failure.ts'
import { VaultHealthCheck, type VaultHealth } from './vault-health.ts'
import { VaultSessions } from './vault-sessions.ts'

export interface VaultDeps {
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly log?: VaultEventLog
  /** Called when Vault has answered a read. Must not throw. */
  readonly onAnswer?: () => void
  /** Shows each read in the trace that it belongs to. */
  readonly tracer?: Tracer
}

/**
 * The credentials in HashiCorp Vault. Reads throw the reason of an aborted signal; every other failure is
 * `CREDENTIALS_UNAVAILABLE` with the kind of failure in its detail.
 */
export interface VaultCredentialStore extends CredentialStore, Disposable {
  /**
   * Returns whether Vault gives us our secrets, asking it once a second at most. Throws the signal's reason if that
   * aborts first.
   */
  health(signal: AbortSignal): Promise<VaultHealth>
  /**
   * Changes our application's registration with one channel by compare-and-set, and forgets the remembered one. Throws
   * `CREDENTIALS_UNAVAILABLE`.
   */
  changeApplication(name: string, change: SecretChange, signal: AbortSignal): Promise<ChangeOutcome>
  /** Returns when our token ends for good, in milliseconds since 1970; null for one that doesn't, as far as is known. */
  tokenEndsAt(): number | null
  /** Loads what reads need, ahead of the first. Should that fail, the first read fails with it. */
  preload(): void
  /** Stops renewals and aborts requests. Reads that need Vault fail from then on. */
  close(): void
}

const presentTtlMs = 5 * 60_000
const missingTtlMs = 0
const missingTtlLimitMs = 30_000
const staleForMs = 30 * 60_000
const longestTimerMs = 2 ** 31 - 1

/** Returns a store that logs in on the first read. Throws a plain Error for an invalid mount or prefix. */
export function createVaultCredentialStore(config: VaultConfig, deps: VaultDeps = {}): VaultCredentialStore {
  const { now = Date.now, log = () => {}, onAnswer = () => {}, tracer = noTracer } = deps
  const paths = secretPaths(config)
  const closing = new AbortController()
  const transport = createTransport({
    timeoutMs: config.requestTimeoutMs,
    caCertificate: config.caCertificate,
    closing: closing.signal,
  })
  const endpoint: VaultEndpoint = { address: config.address, namespace: config.namespace ?? null, transport }
  const sessions = new VaultSessions(config.auth.kind, {
    logIn: () => logIn(endpoint, config.auth),
    now,
    log,
    schedule,
  })
  async function read(path: string): Promise<StoredSecret | null> {
    const secret = await tracer.span('vault.read', {}, () => load(sessions, path))
    onAnswer()
    return secret
  }
  const cache = new SecretCache(
    { load: read, now, log },
    {
      presentTtlMs: config.presentTtlMs ?? presentTtlMs,
      missingTtlMs: Math.min(config.missingTtlMs ?? missingTtlMs, missingTtlLimitMs),
      staleForMs: config.staleForMs ?? staleForMs,
    },
  )
  const healthCheck = new VaultHealthCheck({
    endpoint,
    path: paths.ofApplication(config.application),
    read,
    now,
  })
  const close = (): void => {
    sessions.close()
    closing.abort()
  }
  return {
    ofTenant: async (tenantId, name, signal) => get(cache, paths.ofTenant(tenantId, name), signal),
    ofApplication: async (name, signal) => get(cache, paths.ofApplication(name), signal),
    forget: (tenantId, name) => cache.drop(paths.ofTenant(tenantId, name)),
    async changeApplication(name, change, signal) {
      const path = paths.ofApplication(name)
      try {
        return await raceAgainst(signal, changeSecret(sessions, path, change))
      } catch (error) {
        throw error instanceof VaultFailure ? credentialsUnavailable(error, path, 'writing') : error
      } finally {
        cache.drop(path)
      }
    },
    tokenEndsAt: () => sessions.endsAt(),
    forgetApplication: (name) => cache.drop(paths.ofApplication(name)),
    preload: () => void loadNodeVault().catch(() => undefined),
    health: (signal) => raceAgainst(signal, healthCheck.run()),
    close,
    [Symbol.dispose]: close,
  }
}

async function get(cache: SecretCache, path: string, signal: AbortSignal): Promise<StoredSecret | null> {
  signal.throwIfAborted()
  try {
    return await raceAgainst(signal, cache.get(path))
  } catch (error) {
    throw error instanceof VaultFailure ? credentialsUnavailable(error, path) : error
  }
}

async function load(sessions: VaultSessions, path: string): Promise<StoredSecret | null> {
  return parseSecret(await withLogin(sessions, (client) => client.read(path)))
}

function schedule(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, Math.min(Math.max(0, delayMs), longestTimerMs))
  timer.unref()
  return () => clearTimeout(timer)
}
