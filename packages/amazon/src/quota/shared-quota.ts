import {
  DomainError,
  raceAgainst,
  type QuotaGrant,
  type QuotaKey,
  type QuotaRequest,
  type UpstreamQuota,
  type UsagePlan,
} from '@orderport/domain'
import { ProcessQuota } from './process-quota.ts'
import { quotaEvent } from './quota-event.ts'
import type { QuotaDeps } from './send-within-quota.ts'

/** A quota that takes longer than this costs an import more than it saves. */
const defaultTimeoutMs = 300
/** Nobody waits for a background call: it rather waits for the shared quota, on a busy database too. */
const backgroundTimeoutMs = 5000
/** Four replicas that all lost the shared quota stay within the plan together. */
const fallbackShare = 1 / 4

/**
 * The shared quota, with a time limit. While it can't be reached, this process uses a part of each plan by its own
 * count, for interactive calls alone: background calls are refused, since their work waits for the database anyway, and
 * this process may never have learned the seller's rate. It counts all the time: a token that it took from the shared
 * bucket a moment ago must not be taken again.
 */
export class SharedQuota implements UpstreamQuota {
  readonly #shared: UpstreamQuota
  readonly #fallback: ProcessQuota
  readonly #onQuota: QuotaDeps['onQuota']
  readonly #timeoutMs: number

  constructor({ quota, now, onQuota }: Omit<QuotaDeps, 'onQuotaTaken'>, timeoutMs = defaultTimeoutMs) {
    this.#shared = quota
    this.#fallback = new ProcessQuota(now, fallbackShare)
    this.#onQuota = onQuota
    this.#timeoutMs = timeoutMs
  }

  async take(key: QuotaKey, request: QuotaRequest): Promise<QuotaGrant> {
    const isBackground = request.reserved > 0
    const timeoutMs = isBackground ? Math.max(this.#timeoutMs, backgroundTimeoutMs) : this.#timeoutMs
    const grant = await this.#withinTimeout(key, () => this.#shared.take(key, request), timeoutMs)
    if (grant === null && isBackground) {
      throw new DomainError('RATE_LIMITED', { detail: 'the shared quota can’t be reached', retryAfterSeconds: 1 })
    }
    if (grant === null) return this.#fallback.take(key, request)
    this.#fallback.count(key, request.plan)
    return grant
  }

  async learn(key: QuotaKey, plan: UsagePlan, ratePerSecond: number): Promise<void> {
    await this.#fallback.learn(key, plan, ratePerSecond)
    await this.#withinTimeout(key, () => this.#shared.learn(key, plan, ratePerSecond))
  }

  async backOff(key: QuotaKey, plan: UsagePlan, ms: number): Promise<void> {
    await this.#fallback.backOff(key, plan, ms)
    await this.#withinTimeout(key, () => this.#shared.backOff(key, plan, ms))
  }

  /** Returns the shared quota's answer, or null when there is none. Its refusal is an answer, and is thrown. */
  async #withinTimeout<T>(key: QuotaKey, ask: () => Promise<T>, timeoutMs = this.#timeoutMs): Promise<T | null> {
    try {
      return await raceAgainst(timeoutMs, ask())
    } catch (error) {
      if (DomainError.is(error) && error.code === 'RATE_LIMITED') throw error
      this.#onQuota(quotaEvent('unreachable', key, nameOfCause(error)))
      return null
    }
  }
}

/** Returns a code or a name: a message could quote a value. */
function nameOfCause(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
