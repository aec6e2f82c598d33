import type { PanelOrder } from './panel-order'

/** What the conversation says, for an order that Amazon can't be asked about. */
interface ConversationHint {
  readonly customerName: string
  readonly customerEmail: string
  readonly subject: string
}

/** The order that a panel is about, as an import asks for it. */
export interface PanelSubject {
  readonly orderRef: string
  readonly conversation: ConversationHint
}

/** How a panel reaches orders: through the BFF's routes or with the SDK. Failures are thrown as a PanelFailure. */
export interface OrderAccess {
  /** The tenant's order with this reference, or null. */
  search(orderRef: string, signal: AbortSignal): Promise<PanelOrder | null>
  importOrder(subject: PanelSubject, signal: AbortSignal): Promise<PanelOrder>
}

/** Its message is a French sentence for the agent. */
export class PanelFailure extends Error {
  override readonly name = 'PanelFailure'
}

/** What an agent reads when nobody answered. */
export const noAnswer = 'Le service des commandes ne répond pas. Réessayez dans quelques instants.'
