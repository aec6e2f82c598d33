import type { CredentialStore, Secret } from '@orderport/domain'
import { createTransport } from './http-transport.ts'
import { logIn } from './log-in.ts'
import { SecretCache } from './secret-cache.ts'
import { secretPaths } from './secret-path.ts'
import { isDenied, secretIn } from './vault-answer.ts'
import type { VaultLink } from './vault-client.ts'
import type { VaultConfig } from './vault-config.ts'
import type { VaultEventLog } from './vault-event.ts'
import { toDomainError, VaultFailure } from './vault-failure.ts'
import { checkHealth, type VaultHealth } from './vault-health.ts'
import { VaultSessions } from './vault-sessions.ts'
import { waitFor } from './wait-for.ts'

export interface VaultDeps {
  /** Milliseconds since 1970. */
  readonly now?: () => number
  readonly log?: VaultEventLog
}

/**
 * The credentials in HashiCorp Vault. An aborted caller gets its signal's reason; every failure is
 * `CREDENTIALS_UNAVAILABLE`, whose detail names the kind.
 */
export interface VaultCredentialStore extends CredentialStore, Disposable {
  /** How Vault is now. Throws the signal's reason if the caller gives up first. */
  health(signal: AbortSignal): Promise<VaultHealth>
  /** Ends renewals and requests under way. Reads that need Vault fail after that. */
  close(): void
}

const presentTtlMs = 5 * 60_000
const missingTtlMs = 0
const missingTtlLimitMs = 30_000
const staleForMs = 30 * 60_000
const longestTimerMs = 2 ** 31 - 1

/** Opens nothing yet: the first read logs in. Throws a plain Error for a mount or prefix that is no path. */
export function createVaultCredentialStore(config: VaultConfig, deps: VaultDeps = {}): VaultCredentialStore {
  const { now = Date.now, log = () => {} } = deps
  const paths = secretPaths(config)
  const closing = new AbortController()
  const transport = createTransport({
    timeoutMs: config.requestTimeoutMs,
    caCertificate: config.caCertificate,
    closing: closing.signal,
  })
  const link: VaultLink = { address: config.address, namespace: config.namespace ?? null, transport }
  const enter = () => logIn(link, config.auth)
  const sessions = new VaultSessions({ method: config.auth.kind, logIn: enter, now, log, schedule })
  const cache = new SecretCache({
    load: (path) => load(sessions, path),
    now,
    log,
    presentTtlMs: config.presentTtlMs ?? presentTtlMs,
    missingTtlMs: Math.min(config.missingTtlMs ?? missingTtlMs, missingTtlLimitMs),
    staleForMs: config.staleForMs ?? staleForMs,
  })
  const close = (): void => {
    sessions.close()
    closing.abort()
  }
  return {
    ofTenant: async (tenantId, name, signal) => get(cache, paths.ofTenant(tenantId, name), signal),
    ofApplication: async (name, signal) => get(cache, paths.ofApplication(name), signal),
    forget: (tenantId, name) => cache.drop(paths.ofTenant(tenantId, name)),
    forgetApplication: (name) => cache.drop(paths.ofApplication(name)),
    health: (signal) => waitFor(checkHealth(link), signal),
    close,
    [Symbol.dispose]: close,
  }
}

async function get(cache: SecretCache, path: string, signal: AbortSignal): Promise<Secret | null> {
  signal.throwIfAborted()
  try {
    return await waitFor(cache.get(path), signal)
  } catch (error) {
    throw error instanceof VaultFailure ? toDomainError(error, path) : error
  }
}

/** One read; denied, it is tried once more if another login may help. */
async function load(sessions: VaultSessions, path: string): Promise<Secret | null> {
  const session = await sessions.current()
  const answer = await session.client.read(path)
  if (!isDenied(answer)) return secretIn(answer)
  const next = await sessions.replace(session)
  return secretIn(next === session ? answer : await next.client.read(path))
}

function schedule(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, Math.min(Math.max(0, delayMs), longestTimerMs))
  timer.unref()
  return () => clearTimeout(timer)
}
