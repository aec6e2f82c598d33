import { createHash } from 'node:crypto'

/** A message as the queue's API returns it. */
export interface DeliveredMessage {
  readonly MessageId: string
  readonly ReceiptHandle: string
  readonly MD5OfBody: string
  readonly Body: string
  readonly Attributes: Readonly<Record<string, string>>
}

interface StoredMessage {
  readonly id: string
  readonly body: string
  readonly sentAt: number
  receiveCount: number
  visibleAt: number
  handle: string
}

/** The messages of one queue, by the rules of a standard queue: at least once, in no order. */
export class MessageStore {
  readonly #now: () => number
  readonly #newId: () => string
  #messages: StoredMessage[] = []
  #deleted = 0

  constructor(now: () => number, newId: () => string) {
    this.#now = now
    this.#newId = newId
  }

  /** How many wait, how many were received and not deleted, how many were deleted. */
  get counts(): { readonly visible: number; readonly inFlight: number; readonly deleted: number } {
    const visible = this.#messages.filter(({ visibleAt }) => visibleAt <= this.#now()).length
    return { visible, inFlight: this.#messages.length - visible, deleted: this.#deleted }
  }

  /** Adds a message. Returns its id. */
  send(body: string): string {
    const id = this.#newId()
    const now = this.#now()
    this.#messages.push({ id, body, sentAt: now, receiveCount: 0, visibleAt: now, handle: '' })
    return id
  }

  /** Returns up to `most` visible messages, and hides them for `visibilityMs`. */
  receive(most: number, visibilityMs: number): readonly DeliveredMessage[] {
    const now = this.#now()
    const received = this.#messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, most)
    return received.map((message) => {
      message.receiveCount += 1
      message.visibleAt = now + visibilityMs
      message.handle = this.#newId()
      return {
        MessageId: message.id,
        ReceiptHandle: message.handle,
        MD5OfBody: md5(message.body),
        Body: message.body,
        Attributes: {
          ApproximateReceiveCount: String(message.receiveCount),
          SentTimestamp: String(message.sentAt),
        },
      }
    })
  }

  /** Deletes the message that was received with this handle. A handle that isn't the last one does nothing. */
  delete(handle: string): void {
    const left = this.#messages.filter((message) => message.handle !== handle)
    this.#deleted += this.#messages.length - left.length
    this.#messages = left
  }

  /** Shows every message that was received and not deleted again, as when its time has passed. */
  reappear(): void {
    for (const message of this.#messages) message.visibleAt = this.#now()
  }

  /** Puts the messages into the opposite order. */
  reverseOrder(): void {
    this.#messages = this.#messages.toReversed()
  }

  /** Returns how long it takes until a hidden message is visible, in milliseconds; null if none is hidden. */
  msUntilVisible(): number | null {
    const times = this.#messages.map(({ visibleAt }) => visibleAt).filter((time) => time > this.#now())
    return times.length === 0 ? null : Math.min(...times) - this.#now()
  }
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
