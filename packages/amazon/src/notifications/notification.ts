import type { Instant } from '@orderport/domain'

/** What every notification has. */
interface Received {
  /** The same for every copy of a notification: the queue may deliver it more than once, and in any order. */
  readonly notificationId: string
  /** How often the queue has delivered this message so far, this time included. */
  readonly receiveCount: number
  /**
   * Takes the message out of the queue, once it is handled. One that isn't comes again. Throws `UPSTREAM_ERROR` or
   * `UPSTREAM_TIMEOUT` where the queue doesn't answer: then it comes again as well.
   */
  ack(): Promise<void>
}

/** A seller's order has changed. It says that it did, not what it is like now: the order is fetched. */
export interface OrderChange extends Received {
  readonly kind: 'order-change'
  readonly sellerId: string
  readonly externalOrderId: string
  /** Null where Amazon doesn't say. */
  readonly changedAt: Instant | null
}

/** The secret of our application ends soon, unless it is rotated. */
export interface SecretExpiry extends Received {
  readonly kind: 'secret-expiry'
  readonly clientId: string
  readonly expiresAt: Instant | null
}

/** Amazon gives our application a new secret. The old one goes on until `oldExpiresAt`. */
export interface NewSecret extends Received {
  readonly kind: 'new-secret'
  readonly clientId: string
  /** A function, so that nobody prints the secret together with the message. */
  readonly clientSecret: () => string
  readonly expiresAt: Instant | null
  readonly oldExpiresAt: Instant | null
}

export type AmazonNotification = OrderChange | SecretExpiry | NewSecret

/** A message that we can't use, for logs: nothing of its content but the type that it claims. */
export interface UnusableMessage {
  readonly messageId: string
  /** Null where it can't be read. */
  readonly notificationType: string | null
  readonly reason: 'unreadable' | 'unknown-type'
  readonly receiveCount: number
  /** True where it was deleted, because it has come too often; false where it is left for others. */
  readonly isDropped: boolean
}
