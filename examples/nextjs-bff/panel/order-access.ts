import type { PanelOrder } from './panel-order'

/** What the conversation says, for a stub if the tenant has not connected Amazon. */
interface ConversationHint {
  readonly customerName: string
  readonly customerEmail: string
  readonly subject: string
}

/** The order that a panel shows, in the form of an import's input. */
export interface PanelSubject {
  readonly orderRef: string
  readonly conversation: ConversationHint
}

/**
 * Access to orders, through the BFF's routes or the SDK. Throws a PanelFailure for a failure that Orderport explains.
 */
export interface OrderAccess {
  /** Returns the tenant's order with this reference, or null. */
  search(orderRef: string, signal: AbortSignal): Promise<PanelOrder | null>
  importOrder(subject: PanelSubject, signal: AbortSignal): Promise<PanelOrder>
}

/** A failure whose message is a French sentence for the agent. */
export class PanelFailure extends Error {
  override readonly name = 'PanelFailure'
}

/** The sentence for an agent when there is no answer. */
export const noAnswer = 'Le service des commandes ne répond pas. Réessayez dans quelques instants.'
