import type { Login } from './log-in.ts'
import { parseLookUp, parseRenewal, type Lease } from './vault-answer.ts'
import type { VaultClient } from './vault-client.ts'
import type { VaultAuth } from './vault-config.ts'
import type { VaultEventLog } from './vault-event.ts'
import { VaultFailure } from './vault-failure.ts'

/** The life of a token: from its login until it is renewed or replaced. Times are in milliseconds since 1970. */
export interface VaultSession {
  readonly client: VaultClient
  readonly openedAt: number
  readonly expiresAt: number | null
  /** When to renew or to log in again; null: never. */
  readonly dueAt: number | null
  readonly renewable: boolean
}

export interface VaultSessionsDeps {
  readonly logIn: () => Promise<Login>
  readonly now: () => number
  readonly log: VaultEventLog
  /** Runs `run` after `delayMs` without keeping the process alive. Returns a function that cancels it. */
  readonly schedule: (run: () => void, delayMs: number) => () => void
}

const retryDelayMs = 30_000
/** How often to ask again for a lease that Vault does not tell. */
const unknownLeaseMs = 5 * 60_000
/** A 403 leads to at most one login in this time, so that one forbidden path can't fill Vault with tokens. */
const freshMs = 10_000
/** A renewal that adds less than this has reached the token's maximum. Vault counts in whole seconds. */
const leastGainMs = 1_000

/** Keeps one session with Vault: opened on first use, renewed at two thirds of its life, replaced at its maximum. */
export class VaultSessions {
  readonly #method: VaultAuth['kind']
  readonly #deps: VaultSessionsDeps
  #session: VaultSession | null = null
  #pending: Promise<VaultSession> | null = null
  #cancel: () => void = () => {}
  #closed = false

  constructor(method: VaultAuth['kind'], deps: VaultSessionsDeps) {
    this.#method = method
    this.#deps = deps
  }

  /** Returns the session to use now. Throws a VaultFailure if there is none and none can be opened. */
  async current(): Promise<VaultSession> {
    const session = this.#session
    if (session === null) return this.#shared(() => this.#open())
    if (session.dueAt === null || this.#deps.now() < session.dueAt) return session
    return this.#shared(() => this.#renewOrReplace(session))
  }

  /** Returns the session to use after Vault denied `denied` a read: a new one if a login may help, else the same. */
  async afterDenial(denied: VaultSession): Promise<VaultSession> {
    if (this.#session !== denied) return this.current()
    return this.#shared(() => this.#reopen(denied))
  }

  /** Returns when a token ends that we can't extend or replace; null where there is none. */
  endsAt(): number | null {
    if (this.#method !== 'token' || this.#session === null) return null
    const { expiresAt, renewable, dueAt } = this.#session
    return renewable && dueAt !== null ? null : expiresAt
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }

  /** Runs one login or renewal at a time. Concurrent callers share it. */
  #shared(work: () => Promise<VaultSession>): Promise<VaultSession> {
    this.#pending ??= work().finally(() => {
      this.#pending = null
    })
    return this.#pending
  }

  async #open(): Promise<VaultSession> {
    const { log, logIn, now } = this.#deps
    const method = this.#method
    try {
      const { client, lease } = await logIn()
      if (method !== 'token') log({ event: 'logged_in', method })
      const openedAt = now()
      return this.#store({ client, openedAt, ...lifeOf(lease, openedAt) })
    } catch (error) {
      if (error instanceof VaultFailure) log({ event: 'login_failed', method, failure: error.kind })
      throw error
    }
  }

  /** Renews or replaces the session. If that fails, the session serves on until it expires. */
  async #renewOrReplace(session: VaultSession): Promise<VaultSession> {
    try {
      return (await this.#renew(session)) ?? (await this.#replace(session))
    } catch (error) {
      const now = this.#deps.now()
      const expired = session.expiresAt !== null && session.expiresAt <= now
      if (expired || !(error instanceof VaultFailure)) throw error
      return this.#store({ ...session, dueAt: now + retryDelayMs })
    }
  }

  /** Returns the session with a longer life, or null if Vault won't extend it. */
  async #renew(session: VaultSession): Promise<VaultSession | null> {
    const { now, log } = this.#deps
    if (!session.renewable || session.expiresAt === null || session.expiresAt <= now()) return null
    try {
      const lease = parseRenewal(await session.client.renewToken())
      if (lease.ttlMs !== null && now() + lease.ttlMs < session.expiresAt + leastGainMs) return null
      log({ event: 'token_renewed', ttlSeconds: lease.ttlMs === null ? null : lease.ttlMs / 1000 })
      return this.#store({ ...session, ...lifeOf(lease, now()) })
    } catch (error) {
      if (!(error instanceof VaultFailure)) throw error
      log({ event: 'renewal_failed', failure: error.kind })
      if (error.isOutage) throw error
      return null
    }
  }

  /** Logs in again. A plain token can't: it is looked up again if its end is unknown, else its end is announced. */
  #replace(session: VaultSession): Promise<VaultSession> {
    const { now, log } = this.#deps
    if (this.#method !== 'token' || session.expiresAt === null) return this.#open()
    const inMs = Math.max(0, session.expiresAt - now())
    log({ event: 'token_ends', inSeconds: Math.floor(inMs / 1000) })
    return Promise.resolve(this.#store({ ...session, dueAt: null }))
  }

  async #reopen(denied: VaultSession): Promise<VaultSession> {
    if (this.#method === 'token') return denied
    const fresh = this.#deps.now() - denied.openedAt < freshMs
    return fresh && (await isAlive(denied.client)) ? denied : this.#open()
  }

  #store(session: VaultSession): VaultSession {
    this.#session = session
    this.#schedule(session)
    return session
  }

  /** Schedules the renewal, so that a token outlives a night without reads. */
  #schedule(session: VaultSession): void {
    const { now, schedule } = this.#deps
    this.#cancel()
    if (session.dueAt === null || this.#closed) return
    const run = (): void => {
      // A timer may be early because it holds 24 days at most. A failure is already logged; the next read tries again.
      if (session.dueAt !== null && now() < session.dueAt) this.#schedule(session)
      else this.current().catch(() => {})
    }
    this.#cancel = schedule(run, session.dueAt - now())
  }
}

function lifeOf(lease: Lease | null, now: number): Pick<VaultSession, 'expiresAt' | 'dueAt' | 'renewable'> {
  if (lease === null) return { expiresAt: null, dueAt: now + unknownLeaseMs, renewable: false }
  const { ttlMs, renewable } = lease
  if (ttlMs === null) return { expiresAt: null, dueAt: null, renewable }
  return { expiresAt: now + ttlMs, dueAt: now + (ttlMs * 2) / 3, renewable }
}

async function isAlive(client: VaultClient): Promise<boolean> {
  try {
    parseLookUp(await client.lookUpToken())
    return true
  } catch (error) {
    if (error instanceof VaultFailure) return false
    throw error
  }
}
