import { setTimeout as sleep } from 'node:timers/promises'
import type { AmazonNotification, NotificationQueue } from '@orderport/amazon'
import { DomainError } from '@orderport/domain'
import type { Log } from '../log.ts'
import type { Dependency } from '../telemetry/dependency.ts'

/** What became of a notification. One that is neither `handled` nor of `no_tenant` is left, and comes again. */
export type NotificationOutcome = 'handled' | 'no_tenant' | 'left' | 'failed'

export interface NotificationConsumerDeps {
  readonly queue: Pick<NotificationQueue, 'receive' | 'close'>
  /** Does what a notification asks for. What it throws, or calls `left`, is delivered again. */
  readonly handle: (notification: AmazonNotification) => Promise<NotificationOutcome>
  /** The queue, as the log tells of it. */
  readonly dependency: Dependency
  readonly log: Pick<Log, 'warn'>
  readonly onNotification: (kind: AmazonNotification['kind'], outcome: NotificationOutcome) => void
  /** Returns numbers in [0, 1). */
  readonly random: () => number
}

export interface NotificationConsumer {
  /** Ends the wait for messages, lets those that are being handled end, and closes the connections. */
  stop(): Promise<void>
}

const shortestPauseMs = 500
const longestPauseMs = 60_000

/**
 * Handles the queue's notifications until it is stopped. Each is taken out of the queue once it is handled. A queue or
 * a database that fails is asked again after a pause, which doubles up to a minute.
 */
export function consumeNotifications(deps: NotificationConsumerDeps): NotificationConsumer {
  const stopping = new AbortController()
  const running = consume(deps, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      await running
      deps.queue.close()
    },
  }
}

async function consume(deps: NotificationConsumerDeps, stopping: AbortSignal): Promise<void> {
  let failures = 0
  while (!stopping.aborted) {
    failures = (await handleBatch(deps, stopping)) ? 0 : failures + 1
    if (failures === 0) continue
    const pauseMs = Math.min(shortestPauseMs * 2 ** (failures - 1), longestPauseMs) * (0.8 + deps.random() * 0.4)
    await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined)
  }
}

/** Returns whether the queue answered and every message of it could be handled. */
async function handleBatch(deps: NotificationConsumerDeps, stopping: AbortSignal): Promise<boolean> {
  const { queue, dependency } = deps
  try {
    const notifications = await queue.receive(stopping)
    dependency.answered()
    const outcomes = await Promise.all(notifications.map((notification) => handleOne(deps, notification)))
    return !outcomes.includes('failed')
  } catch (error) {
    dependency.lose(DomainError.is(error) ? (error.detail ?? error.code) : 'INTERNAL')
    return false
  }
}

async function handleOne(
  { handle, log, onNotification }: NotificationConsumerDeps,
  notification: AmazonNotification,
): Promise<NotificationOutcome> {
  const { kind } = notification
  try {
    const outcome = await handle(notification)
    if (outcome === 'handled' || outcome === 'no_tenant') await notification.ack()
    onNotification(kind, outcome)
    return outcome
  } catch (error) {
    onNotification(kind, 'failed')
    // Its code alone: a message could quote what the notification holds. A database that is away has a line of its own.
    const code = DomainError.is(error) ? error.code : 'INTERNAL'
    if (code !== 'DATABASE_UNAVAILABLE') log.warn({ notification: kind, cause: code }, 'a notification is left')
    return 'failed'
  }
}
