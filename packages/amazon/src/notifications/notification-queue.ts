import type * as Sqs from '@aws-sdk/client-sqs'
import { DomainError } from '@orderport/domain'
import { LRUCache } from 'lru-cache'
import type { AmazonNotification, UnusableMessage } from './notification.ts'
import { parseNotification } from './parse-notification.ts'

export interface NotificationQueueOptions {
  readonly queueUrl: string
  /** The queue's AWS region, such as `eu-west-1`. */
  readonly region: string
  /** Replaces the endpoint of the region, for a stand-in. */
  readonly endpoint?: string | undefined
  /** Default: what the AWS SDK finds in the environment. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined
  /** Called for each message that can't be used. Must not throw. */
  readonly onUnusable?: ((message: UnusableMessage) => void) | undefined
}

/** A queue to which Amazon sends notifications. */
export interface NotificationQueue {
  /**
   * Waits up to twenty seconds for messages, and returns up to ten: none where none came, or where the signal ended the
   * wait. Throws `UPSTREAM_FORBIDDEN` where the queue refuses us, `UPSTREAM_ERROR` and `UPSTREAM_TIMEOUT` otherwise.
   */
  receive(signal: AbortSignal): Promise<readonly AmazonNotification[]>
  /** Ends the connections. */
  close(): void
}

const longPollSeconds = 20
const mostMessages = 10
/** A message that can't be used is left for others that share the queue, and deleted when it has come this often. */
const mostReceives = 5
/** How many handled notifications are remembered, to take their copies out of the queue unseen. */
const mostRemembered = 10_000
const answerTimeoutMs = 10_000

/** Opens a queue of Amazon's Simple Queue Service (SQS). The AWS SDK is loaded with the first call. */
export function createNotificationQueue(options: NotificationQueueOptions): NotificationQueue {
  const { queueUrl, onUnusable = ignore } = options
  const handled = new LRUCache<string, true>({ max: mostRemembered })
  let opened: Promise<OpenedClient> | undefined
  const open = (): Promise<OpenedClient> => (opened ??= openClient(options))

  async function remove(receiptHandle: string): Promise<void> {
    const { sqs, client } = await open()
    const command = new sqs.DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle })
    await named('DeleteMessage', client.send(command, { abortSignal: AbortSignal.timeout(answerTimeoutMs) }))
  }

  /** A message that can't be removed comes again; the others of its batch are worth more than to hear of it. */
  async function removeOrLeave(receiptHandle: string): Promise<void> {
    await remove(receiptHandle).catch(() => undefined)
  }

  /** Returns the notification in a message; null for a message that is none, or a copy of one that was handled. */
  async function readMessage(message: Sqs.Message): Promise<AmazonNotification | null> {
    const { Body: body = '', MessageId: messageId = '', ReceiptHandle: receiptHandle = '' } = message
    const receiveCount = Number(message.Attributes?.ApproximateReceiveCount ?? 1)
    const parsed = parseNotification(body, messageId)
    if (parsed.kind !== 'notification') {
      const isDropped = receiveCount >= mostReceives
      onUnusable({ messageId, notificationType: parsed.notificationType, reason: parsed.kind, receiveCount, isDropped })
      if (isDropped) await removeOrLeave(receiptHandle)
      return null
    }
    const { notification } = parsed
    if (handled.has(notification.notificationId)) {
      await removeOrLeave(receiptHandle)
      return null
    }
    const ack = async (): Promise<void> => {
      handled.set(notification.notificationId, true)
      await remove(receiptHandle)
    }
    return { ...notification, receiveCount, ack }
  }

  return {
    async receive(signal) {
      if (signal.aborted) return []
      const { sqs, client } = await open()
      const command = new sqs.ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: mostMessages,
        WaitTimeSeconds: longPollSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      })
      const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(longPollSeconds * 1000 + answerTimeoutMs)])
      try {
        const { Messages: messages = [] } = await named('ReceiveMessage', client.send(command, { abortSignal }))
        const read = await Promise.all(messages.map(readMessage))
        return read.filter((notification) => notification !== null)
      } catch (error) {
        if (signal.aborted) return []
        throw error
      }
    },
    close() {
      opened?.then(({ client }) => client.destroy()).catch(() => undefined)
    },
  }
}

interface OpenedClient {
  readonly sqs: typeof Sqs
  readonly client: Sqs.SQSClient
}

async function openClient({ region, endpoint, credentials }: NotificationQueueOptions): Promise<OpenedClient> {
  const sqs = await import('@aws-sdk/client-sqs')
  const client = new sqs.SQSClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  })
  return { sqs, client }
}

/** Settles as the call does; a failure becomes one of ours. Keeps only its name: a message can quote an address. */
async function named<Answer>(call: string, work: Promise<Answer>): Promise<Answer> {
  try {
    return await work
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error
    const code = /AccessDenied|Forbidden|InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken/.test(name)
      ? 'UPSTREAM_FORBIDDEN'
      : /Timeout|Abort/.test(name)
        ? 'UPSTREAM_TIMEOUT'
        : 'UPSTREAM_ERROR'
    throw new DomainError(code, { detail: `the notification queue’s ${call} failed (${name})`, cause: error })
  }
}

function ignore(): void {
  // The default of the callback.
}
