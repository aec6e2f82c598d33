export { type AmazonSourceOptions, createAmazonSource } from './amazon-source.ts'
export type { Application } from './credentials.ts'
export type { UpstreamAttempt } from './http/upstream-request.ts'
export type { QuotaEvent } from './quota/quota-event.ts'
