import {
  DomainError,
  type QuotaGrant,
  type QuotaKey,
  type QuotaRequest,
  type UpstreamQuota,
  type UsagePlan,
} from '@orderport/domain'
import { ProcessQuota } from './process-quota.ts'
import { quotaEvent, type QuotaEvent } from './quota-event.ts'

/** A quota that takes longer than this costs an import more than it saves. */
const patienceMs = 300
/** Four replicas that all lost the shared quota stay within the plan together. */
const fallbackShare = 1 / 4

export interface SharedQuotaOptions {
  /** Milliseconds. */
  readonly now: () => number
  readonly onQuota: (event: QuotaEvent) => void
  readonly patienceMs?: number
}

/**
 * The shared quota, bounded in time; while it can't be reached, a part of each plan as this process counts it. The count
 * goes on all the time: what this process took of the shared bucket just before is not there to be taken again.
 */
export class SharedQuota implements UpstreamQuota {
  readonly #shared: UpstreamQuota
  readonly #own: ProcessQuota
  readonly #options: Required<SharedQuotaOptions>

  constructor(shared: UpstreamQuota, options: SharedQuotaOptions) {
    this.#shared = shared
    this.#own = new ProcessQuota(options.now, fallbackShare)
    this.#options = { patienceMs, ...options }
  }

  async take(key: QuotaKey, request: QuotaRequest): Promise<QuotaGrant> {
    const grant = await this.#ask(key, () => this.#shared.take(key, request))
    if (grant === null) return this.#own.take(key, request)
    this.#own.count(key, request.plan)
    return grant
  }

  async learn(key: QuotaKey, plan: UsagePlan, ratePerSecond: number): Promise<void> {
    await this.#own.learn(key, plan, ratePerSecond)
    await this.#ask(key, () => this.#shared.learn(key, plan, ratePerSecond))
  }

  async pushBack(key: QuotaKey, plan: UsagePlan, ms: number): Promise<void> {
    await this.#own.pushBack(key, plan, ms)
    await this.#ask(key, () => this.#shared.pushBack(key, plan, ms))
  }

  /** The shared quota's answer; null when there is none. Its refusal is an answer. */
  async #ask<T>(key: QuotaKey, question: () => Promise<T>): Promise<T | null> {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => late.reject(new DOMException('no answer in time', 'TimeoutError')),
      this.#options.patienceMs,
    )
    try {
      return await Promise.race([question(), late.promise])
    } catch (error) {
      if (DomainError.is(error) && error.code === 'RATE_LIMITED') throw error
      this.#options.onQuota(quotaEvent('unreachable', key, causeOf(error)))
      return null
    } finally {
      clearTimeout(timer)
    }
  }
}

/** A code or a name: a message could quote a value. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
