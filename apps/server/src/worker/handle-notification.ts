import type { AmazonNotification } from '@orderport/amazon'
import { orderChanged, type Services } from '@orderport/api'
import type { ApplicationSecret } from './application-secret.ts'
import type { NotificationOutcome } from './consume-notifications.ts'

export interface NotificationHandlerDeps extends Pick<Services, 'sweeps' | 'jobs'> {
  readonly applicationSecret: ApplicationSecret
}

/** Does what a notification of Amazon asks for. Throws what fails: then it comes again. */
export async function handleNotification(
  { applicationSecret, ...services }: NotificationHandlerDeps,
  notification: AmazonNotification,
): Promise<NotificationOutcome> {
  switch (notification.kind) {
    case 'order-change': {
      const { sellerId, externalOrderId } = notification
      const isOurs = await orderChanged(services, { channel: 'amazon', sellerId, externalOrderId })
      return isOurs ? 'handled' : 'no_tenant'
    }
    case 'secret-expiry':
      return applicationSecret.noteExpiry(notification)
    case 'new-secret':
      return applicationSecret.rotate(notification)
  }
}
