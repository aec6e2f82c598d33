import { cleanText, parseInstant } from '@orderport/domain'
import { z } from 'zod'
import { isRecord } from '../parse/answered-order.ts'
import { isNestedDeeperThan } from '../transport/json-depth.ts'
import type { NewSecret, OrderChange, SecretExpiry } from './notification.ts'

type Content<Message extends OrderChange | SecretExpiry | NewSecret> = Omit<Message, 'ack' | 'receiveCount'>

/** What a message's body says. */
export type ParsedNotification =
  | {
      readonly kind: 'notification'
      readonly notification: Content<OrderChange> | Content<SecretExpiry> | Content<NewSecret>
    }
  | { readonly kind: 'unknown-type' | 'unreadable'; readonly notificationType: string | null }

/** Amazon's bodies have fewer than ten levels. */
const maxLevels = 50

const word = z
  .string()
  .trim()
  .regex(/^[^\s\p{Cc}\p{Cf}]{1,512}$/u)
const instant = z.unknown().transform(parseInstant).nullable().catch(null)

const envelope = z.object({
  notificationType: word,
  eventTime: instant,
  payload: z.record(z.string(), z.unknown()),
  notificationMetadata: z.object({ notificationId: word, publishTime: instant }).nullable().catch(null),
})

const orderChange = z.object({
  orderChangeNotification: z.object({
    sellerId: word,
    amazonOrderId: word,
    orderChangeTrigger: z.object({ timeOfOrderChange: instant }).nullable().catch(null),
  }),
})
const secretExpiry = z.object({
  applicationOAuthClientSecretExpiry: z.object({ clientId: word, clientSecretExpiryTime: instant }),
})
const newSecret = z.object({
  applicationOAuthClientNewSecret: z.object({
    clientId: word,
    newClientSecret: word,
    newClientSecretExpiryTime: instant,
    oldClientSecretExpiryTime: instant,
  }),
})

/**
 * Reads a message's body. Amazon's schema of ORDER_CHANGE writes the names of members with a capital, its examples of
 * the application's secrets without: both are read. `messageId` stands in for a notification's id where it has none.
 */
export function parseNotification(body: string, messageId: string): ParsedNotification {
  const value = parseBody(body)
  const notificationType = isRecord(value) ? (cleanText(value['notificationType'])?.slice(0, 64) ?? null) : null
  const unreadable = { kind: 'unreadable', notificationType } as const
  const parsed = envelope.safeParse(value)
  if (!parsed.success) return unreadable
  const { payload, eventTime, notificationMetadata } = parsed.data
  const notificationId = notificationMetadata?.notificationId ?? messageId
  switch (parsed.data.notificationType) {
    case 'ORDER_CHANGE': {
      const change = orderChange.safeParse(payload).data?.orderChangeNotification
      if (change === undefined) return unreadable
      const { sellerId, amazonOrderId, orderChangeTrigger } = change
      const changedAt = orderChangeTrigger?.timeOfOrderChange ?? eventTime ?? notificationMetadata?.publishTime ?? null
      const content = {
        kind: 'order-change',
        notificationId,
        sellerId,
        externalOrderId: amazonOrderId,
        changedAt,
      } as const
      return { kind: 'notification', notification: content }
    }
    case 'APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY': {
      const expiry = secretExpiry.safeParse(payload).data?.applicationOAuthClientSecretExpiry
      if (expiry === undefined) return unreadable
      const { clientId, clientSecretExpiryTime: expiresAt } = expiry
      return { kind: 'notification', notification: { kind: 'secret-expiry', notificationId, clientId, expiresAt } }
    }
    case 'APPLICATION_OAUTH_CLIENT_NEW_SECRET': {
      const fresh = newSecret.safeParse(payload).data?.applicationOAuthClientNewSecret
      if (fresh === undefined) return unreadable
      return {
        kind: 'notification',
        notification: {
          kind: 'new-secret',
          notificationId,
          clientId: fresh.clientId,
          clientSecret: () => fresh.newClientSecret,
          expiresAt: fresh.newClientSecretExpiryTime,
          oldExpiresAt: fresh.oldClientSecretExpiryTime,
        },
      }
    }
    default:
      return { kind: 'unknown-type', notificationType }
  }
}

function parseBody(body: string): unknown {
  if (isNestedDeeperThan(maxLevels, body)) return null
  try {
    return withSmallInitials(JSON.parse(body))
  } catch {
    return null
  }
}

/** Returns the value with the first letter of every member's name made small. */
function withSmallInitials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSmallInitials)
  if (!isRecord(value)) return value
  const members = Object.entries(value)
  return Object.fromEntries(members.map(([name, member]) => [smallInitial(name), withSmallInitials(member)]))
}

function smallInitial(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
