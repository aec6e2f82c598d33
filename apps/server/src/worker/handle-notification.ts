import type { AmazonNotification } from '@orderport/amazon'
import { orderChanged, type Services } from '@orderport/api'
import type { NotificationOutcome } from './consume-notifications.ts'

/** Does what a notification of Amazon asks for. Throws `DATABASE_UNAVAILABLE`: then it comes again. */
export async function handleNotification(
  services: Pick<Services, 'sweeps' | 'jobs'>,
  notification: AmazonNotification,
): Promise<NotificationOutcome> {
  switch (notification.kind) {
    case 'order-change': {
      const { sellerId, externalOrderId } = notification
      const isOurs = await orderChanged(services, { channel: 'amazon', sellerId, externalOrderId })
      return isOurs ? 'handled' : 'unknown_seller'
    }
    case 'secret-expiry':
    case 'new-secret':
      return 'left'
  }
}
