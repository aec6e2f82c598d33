import { lookUpIn, renewalIn, type Lease } from './vault-answer.ts'
import type { Admission } from './log-in.ts'
import type { VaultClient } from './vault-client.ts'
import type { VaultAuth } from './vault-config.ts'
import type { VaultEventLog } from './vault-event.ts'
import { VaultFailure } from './vault-failure.ts'

/** A token's life: from its login until it is renewed or replaced. */
export interface VaultSession {
  readonly client: VaultClient
  readonly openedAt: number
  readonly expiresAt: number | null
  /** When to renew or to log in anew; null: never. */
  readonly dueAt: number | null
  readonly renewable: boolean
}

export interface VaultSessionsParts {
  readonly method: VaultAuth['kind']
  readonly logIn: () => Promise<Admission>
  readonly now: () => number
  readonly log: VaultEventLog
  /** Runs something after some milliseconds, without keeping the process alive; gives the way to call it off. */
  readonly schedule: (run: () => void, delayMs: number) => () => void
}

const retryDelayMs = 30_000
/** How often to ask again for a lease that Vault would not tell. */
const unknownLeaseMs = 5 * 60_000
/** A policy's 403 costs a login at most this often, so that one forbidden path can't fill Vault with tokens. */
const freshMs = 10_000
/** A renewal that adds less than this has met the token's maximum; Vault counts in whole seconds. */
const leastGainMs = 1_000

/** Keeps one session with Vault: opened on first use, renewed at two thirds of its life, replaced at its maximum. */
export class VaultSessions {
  readonly #parts: VaultSessionsParts
  #session: VaultSession | null = null
  #flight: Promise<VaultSession> | null = null
  #callOff: () => void = () => {}
  #closed = false

  constructor(parts: VaultSessionsParts) {
    this.#parts = parts
  }

  /** The session to use now. Throws a VaultFailure if there is none and none can be opened. */
  async current(): Promise<VaultSession> {
    const session = this.#session
    if (session === null) return this.#fly(() => this.#open())
    if (session.dueAt === null || this.#parts.now() < session.dueAt) return session
    return this.#fly(() => this.#prolong(session))
  }

  /** The session after Vault denied this one a read: another if a new login may help, else the same. */
  async replace(denied: VaultSession): Promise<VaultSession> {
    if (this.#session !== denied) return this.current()
    return this.#fly(() => this.#reopen(denied))
  }

  close(): void {
    this.#closed = true
    this.#callOff()
  }

  /** One login or renewal at a time; whoever comes meanwhile shares it. */
  #fly(work: () => Promise<VaultSession>): Promise<VaultSession> {
    this.#flight ??= work().finally(() => {
      this.#flight = null
    })
    return this.#flight
  }

  async #open(): Promise<VaultSession> {
    const { method, log, logIn, now } = this.#parts
    try {
      const { client, lease } = await logIn()
      if (method !== 'token') log({ event: 'logged_in', method })
      return this.#adopt(client, lease, now())
    } catch (error) {
      if (error instanceof VaultFailure) log({ event: 'login_failed', method, failure: error.kind })
      throw error
    }
  }

  async #prolong(session: VaultSession): Promise<VaultSession> {
    try {
      return (await this.#renew(session)) ?? (await this.#succeed(session))
    } catch (error) {
      const ended = session.expiresAt !== null && session.expiresAt <= this.#parts.now()
      if (ended || !(error instanceof VaultFailure)) throw error
      return this.#keep({ ...session, dueAt: this.#parts.now() + retryDelayMs })
    }
  }

  /** The session with a longer life, or null where it can't get one. */
  async #renew(session: VaultSession): Promise<VaultSession | null> {
    const { now, log } = this.#parts
    if (!session.renewable || session.expiresAt === null || session.expiresAt <= now()) return null
    try {
      const lease = renewalIn(await session.client.renewToken())
      if (lease.ttlMs !== null && now() + lease.ttlMs < session.expiresAt + leastGainMs) return null
      log({ event: 'token_renewed', ttlSeconds: lease.ttlMs === null ? null : lease.ttlMs / 1000 })
      return this.#adopt(session.client, lease, session.openedAt)
    } catch (error) {
      if (!(error instanceof VaultFailure)) throw error
      log({ event: 'renewal_failed', failure: error.kind })
      if (error.away) throw error
      return null
    }
  }

  /** What follows a token that can't be renewed: a login, or with a plain token another look at it or a warning. */
  #succeed(session: VaultSession): Promise<VaultSession> {
    const { method, now, log } = this.#parts
    if (method !== 'token' || session.expiresAt === null) return this.#open()
    const inMs = Math.max(0, session.expiresAt - now())
    log({ event: 'token_ends', inSeconds: Math.floor(inMs / 1000) })
    return Promise.resolve(this.#keep({ ...session, dueAt: null }))
  }

  async #reopen(denied: VaultSession): Promise<VaultSession> {
    const { method, now } = this.#parts
    if (method === 'token') return denied
    const fresh = now() - denied.openedAt < freshMs
    return fresh && (await isAlive(denied.client)) ? denied : this.#open()
  }

  #adopt(client: VaultClient, lease: Lease | null, openedAt: number): VaultSession {
    const now = this.#parts.now()
    if (lease === null) {
      return this.#keep({ client, openedAt, expiresAt: null, dueAt: now + unknownLeaseMs, renewable: false })
    }
    return this.#keep({
      client,
      openedAt,
      expiresAt: lease.ttlMs === null ? null : now + lease.ttlMs,
      dueAt: lease.ttlMs === null ? null : now + (lease.ttlMs * 2) / 3,
      renewable: lease.renewable,
    })
  }

  #keep(session: VaultSession): VaultSession {
    this.#session = session
    this.#wake(session)
    return session
  }

  /** Renews without being used, so that a token outlives a quiet night. */
  #wake(session: VaultSession): void {
    const { now, schedule } = this.#parts
    this.#callOff()
    if (session.dueAt === null || this.#closed) return
    const run = (): void => {
      // A timer may be early: it holds 24 days at most. A failure is in the log, and the next use tries again.
      if (session.dueAt !== null && now() < session.dueAt) this.#wake(session)
      else this.current().catch(() => {})
    }
    this.#callOff = schedule(run, session.dueAt - now())
  }
}

async function isAlive(client: VaultClient): Promise<boolean> {
  try {
    lookUpIn(await client.lookUpToken())
    return true
  } catch (error) {
    if (error instanceof VaultFailure) return false
    throw error
  }
}
