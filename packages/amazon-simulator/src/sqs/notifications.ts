/** What a notification of a changed order says. Times are ISO 8601 in UTC. */
export interface OrderChangeSpec {
  readonly sellerId: string
  readonly orderId: string
  readonly changedAt: string
  /** The same for every copy of a notification. */
  readonly notificationId: string
}

/** Returns a notification of a changed order, in the form of Amazon's schema. */
export function orderChangeNotification({ sellerId, orderId, changedAt, notificationId }: OrderChangeSpec) {
  return {
    NotificationVersion: '1.0',
    NotificationType: 'ORDER_CHANGE',
    PayloadVersion: '1.0',
    EventTime: changedAt,
    Payload: {
      OrderChangeNotification: {
        NotificationLevel: 'OrderLevel',
        SellerId: sellerId,
        AmazonOrderId: orderId,
        OrderChangeType: 'OrderStatusChange',
        OrderChangeTrigger: { TimeOfOrderChange: changedAt, ChangeReason: 'Shipped' },
        Summary: { MarketplaceId: 'A13V1IB3VIYZZH', OrderStatus: 'Shipped', DestinationPostalCode: '44000' },
      },
    },
    NotificationMetadata: {
      ApplicationId: 'simulated-application',
      SubscriptionId: 'simulated-subscription',
      PublishTime: changedAt,
      NotificationId: notificationId,
    },
  }
}

export interface NewSecretSpec {
  readonly clientId: string
  readonly newClientSecret: string
  readonly newClientSecretExpiryTime: string
  readonly oldClientSecretExpiryTime: string
}

/** Returns the notification that gives an application a new secret, as Amazon's documentation shows it. */
export function newSecretNotification(secret: NewSecretSpec) {
  return applicationNotification('APPLICATION_OAUTH_CLIENT_NEW_SECRET', { applicationOAuthClientNewSecret: secret })
}

export interface SecretExpirySpec {
  readonly clientId: string
  readonly clientSecretExpiryTime: string
}

/** Returns the notification that an application's secret ends soon. */
export function secretExpiryNotification(expiry: SecretExpirySpec) {
  return applicationNotification('APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY', {
    applicationOAuthClientSecretExpiry: { ...expiry, clientSecretExpiryReason: 'PERIODIC_ROTATION' },
  })
}

function applicationNotification(notificationType: string, payload: Readonly<Record<string, unknown>>) {
  const eventTime = '2026-02-07T10:00:00.000Z'
  return {
    notificationVersion: '1.0',
    notificationType,
    payloadVersion: '2023-11-30',
    eventTime,
    payload,
    notificationMetadata: {
      applicationId: 'simulated-application',
      subscriptionId: 'simulated-subscription',
      publishTime: eventTime,
      notificationId: `${notificationType}-1`,
    },
  }
}
