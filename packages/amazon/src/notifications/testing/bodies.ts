/** A notification of a changed order, in the form of Amazon's schema. */
export function orderChangeBody(change: { readonly notificationId?: string; readonly amazonOrderId?: string } = {}) {
  const { notificationId = 'n-1', amazonOrderId = '404-1111111-2222222' } = change
  return {
    NotificationVersion: '1.0',
    NotificationType: 'ORDER_CHANGE',
    PayloadVersion: '1.0',
    EventTime: '2026-02-07T08:00:05.000Z',
    Payload: {
      OrderChangeNotification: {
        NotificationLevel: 'OrderLevel',
        SellerId: 'A1SELLER',
        AmazonOrderId: amazonOrderId,
        OrderChangeType: 'OrderStatusChange',
        OrderChangeTrigger: { TimeOfOrderChange: '2026-02-07T08:00:00.000Z', ChangeReason: 'Shipped' },
        Summary: { MarketplaceId: 'A13V1IB3VIYZZH', OrderStatus: 'Shipped', DestinationPostalCode: '44000' },
      },
    },
    NotificationMetadata: {
      ApplicationId: 'app-1',
      SubscriptionId: 'subscription-1',
      PublishTime: '2026-02-07T08:00:06.000Z',
      NotificationId: notificationId,
    },
  }
}

/** A notification that gives our application a new secret. */
export function newSecretBody(newClientSecret: string) {
  return applicationBody('APPLICATION_OAUTH_CLIENT_NEW_SECRET', {
    applicationOAuthClientNewSecret: {
      clientId: 'amzn1.application-oa2-client.1',
      newClientSecret,
      newClientSecretExpiryTime: '2026-08-07T10:00:00.000Z',
      oldClientSecretExpiryTime: '2026-02-14T10:00:00.000Z',
    },
  })
}

/** A notification that our application's secret ends soon. */
export function secretExpiryBody() {
  return applicationBody('APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY', {
    applicationOAuthClientSecretExpiry: {
      clientId: 'amzn1.application-oa2-client.1',
      clientSecretExpiryTime: '2026-02-14T10:00:00.000Z',
      clientSecretExpiryReason: 'PERIODIC_ROTATION',
    },
  })
}

function applicationBody(notificationType: string, payload: Readonly<Record<string, unknown>>) {
  return {
    notificationVersion: '1.0',
    notificationType,
    payloadVersion: '2023-11-30',
    eventTime: '2026-02-07T10:00:00.000Z',
    payload,
    notificationMetadata: {
      applicationId: 'app-1',
      subscriptionId: 'subscription-1',
      publishTime: '2026-02-07T10:00:01.000Z',
      notificationId: `${notificationType}-1`,
    },
  }
}
