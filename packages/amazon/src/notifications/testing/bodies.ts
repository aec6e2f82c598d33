import { newSecretNotification, orderChangeNotification, secretExpiryNotification } from '@orderport/amazon-simulator'

const clientId = 'amzn1.application-oa2-client.1'

/** A notification of a changed order. */
export function orderChangeBody(change: { readonly notificationId?: string; readonly orderId?: string } = {}) {
  return orderChangeNotification({
    sellerId: 'A1SELLER',
    orderId: '404-1111111-2222222',
    changedAt: '2026-02-07T08:00:00.000Z',
    notificationId: 'n-1',
    ...change,
  })
}

/** A notification that gives our application a new secret. */
export function newSecretBody(newClientSecret: string) {
  return newSecretNotification({
    clientId,
    newClientSecret,
    newClientSecretExpiryTime: '2026-08-07T10:00:00.000Z',
    oldClientSecretExpiryTime: '2026-02-14T10:00:00.000Z',
  })
}

/** A notification that our application's secret ends soon. */
export function secretExpiryBody() {
  return secretExpiryNotification({ clientId, clientSecretExpiryTime: '2026-02-14T10:00:00.000Z' })
}
