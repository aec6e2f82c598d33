import type { UnusableMessage } from '@orderport/amazon'
import { Counter, type Registry } from 'prom-client'
import type { NotificationConsumerDeps } from '../worker/consume-notifications.ts'

export interface NotificationMetrics {
  /** Counts a notification of the marketplace by what became of it. */
  observeNotification: NotificationConsumerDeps['onNotification']
  /** Counts a message that is no notification that we know. */
  observeUnusable(message: UnusableMessage): void
}

const kinds = ['order-change', 'secret-expiry', 'new-secret'] as const
const outcomes = ['handled', 'no_tenant', 'left', 'failed'] as const

export function notificationMetrics(registry: Registry): NotificationMetrics {
  const notifications = new Counter({
    name: 'orderport_notifications_total',
    help: 'Notifications of the marketplace by kind and outcome; those left or failed come again, some are unusable',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  })
  for (const kind of kinds) for (const outcome of outcomes) notifications.inc({ kind, outcome }, 0)
  return {
    observeNotification: (kind, outcome) => notifications.inc({ kind, outcome }),
    observeUnusable: ({ isDropped }) =>
      notifications.inc({ kind: 'unusable', outcome: isDropped ? 'dropped' : 'left' }),
  }
}
