export { type AmazonConnectorOptions, createAmazonConnector } from './amazon-connector.ts'
export { applicationEndsAt, authorisationEndsAt, secretName, type Application } from './credentials.ts'
export {
  createNotificationQueue,
  type NotificationQueue,
  type NotificationQueueOptions,
} from './notifications/notification-queue.ts'
export type {
  AmazonNotification,
  NewSecret,
  OrderChange,
  SecretExpiry,
  UnusableMessage,
} from './notifications/notification.ts'
export { proveApplication, type ProveApplicationOptions } from './lwa/prove-application.ts'
export { applicationWithEnd, isAbout, rotatedApplication } from './rotated-application.ts'
export type { QuotaEvent, QuotaTaken } from './quota/quota-event.ts'
export type { ReducedOrderEvent } from './reduced-order.ts'
export type { CircuitEvent } from './transport/send-through-breaker.ts'
export type { UpstreamAttempt } from './transport/upstream-request.ts'
