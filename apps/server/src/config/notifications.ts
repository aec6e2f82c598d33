import { z } from 'zod'
import { baseUrl, httpUrl, type ValidationContext } from './variables.ts'

/** The queue in which Amazon announces changed orders and our application's new secrets. */
export interface NotificationSettings {
  readonly queueUrl: string
  /** The queue's AWS region, such as `eu-west-1`. */
  readonly region: string
  /** Null: AWS's own endpoint of the region. */
  readonly endpoint: string | null
}

const regionSchema = z.string().regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, 'must be an AWS region, such as eu-west-1')

export const notificationVariables = {
  AMAZON_NOTIFICATIONS_QUEUE_URL: httpUrl.optional(),
  AMAZON_NOTIFICATIONS_REGION: regionSchema.optional(),
  AMAZON_NOTIFICATIONS_ENDPOINT: baseUrl.optional(),
}

type Variables = z.infer<z.ZodObject<typeof notificationVariables>>

/** Returns the queue; null without its URL. Adds a line to `faults` where its region can't be known. */
export function notificationsFromEnvironment(
  {
    AMAZON_NOTIFICATIONS_QUEUE_URL: queueUrl,
    AMAZON_NOTIFICATIONS_REGION: named,
    AMAZON_NOTIFICATIONS_ENDPOINT: endpoint,
  }: Variables,
  { faults, unreadable }: ValidationContext,
): NotificationSettings | null {
  if (queueUrl === undefined) return null
  const region = named ?? regionIn(new URL(queueUrl).hostname)
  if (region !== null) return { queueUrl, region, endpoint: endpoint ?? null }
  if (!unreadable.has('AMAZON_NOTIFICATIONS_REGION')) {
    faults.push('AMAZON_NOTIFICATIONS_REGION: must be set where AMAZON_NOTIFICATIONS_QUEUE_URL does not tell it')
  }
  return null
}

/** Returns the region in a host such as `sqs.eu-west-1.amazonaws.com`, or null. */
function regionIn(host: string): string | null {
  const region = /(?:^|\.)sqs\.([^.]+)\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/.exec(host)?.[1]
  return regionSchema.safeParse(region).data ?? null
}
