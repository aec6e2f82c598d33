import type { PanelOrder } from './panel-order'

/** What the conversation says, for a stub if the tenant has not connected Amazon. */
interface ConversationHint {
  readonly customerName: string
  readonly customerEmail: string
  readonly subject: string
}

/** What a panel shows: the orders that a conversation quotes. */
export interface PanelSubject {
  readonly orderRefs: readonly [string, ...string[]]
  readonly conversation: ConversationHint
}

export interface ImportInput {
  readonly orderRef: string
  readonly conversation: ConversationHint
  /** Asks Amazon even if the order is stored. */
  readonly refresh: boolean
}

/** How far an import of many orders is. */
export interface ImportProgress {
  readonly hasEnded: boolean
  readonly total: number
  readonly done: number
  readonly failed: number
  /** Why it waits, in French; null while it goes on. */
  readonly waitsBecause: string | null
  /** The orders that failed so far. */
  readonly failures: readonly { readonly orderRef: string; readonly failure: PanelFailure }[]
}

/**
 * Access to orders, through the BFF's routes or the SDK. Throws a PanelFailure for a failure that Orderport or the SDK
 * explains.
 */
export interface OrderAccess {
  /** Returns the tenant's stored order with this reference, or null. */
  search(orderRef: string, signal: AbortSignal): Promise<PanelOrder | null>
  importOrder(input: ImportInput, signal: AbortSignal): Promise<PanelOrder>
  /** Imports many orders in the background. Yields how far that is, until it has ended. */
  importMany(orderRefs: readonly string[], signal: AbortSignal): AsyncIterable<ImportProgress>
}

/** A failure whose message is a French sentence for the agent. */
export class PanelFailure extends Error {
  override readonly name = 'PanelFailure'
  /** Orderport's code, or null if the answer had none. */
  readonly code: string | null

  constructor(sentence: string, code: string | null, options?: ErrorOptions) {
    super(sentence, options)
    this.code = code
  }
}

/** The sentence for an agent when there is no answer. */
export const noAnswer = 'Le service des commandes ne répond pas. Réessayez dans quelques instants.'
