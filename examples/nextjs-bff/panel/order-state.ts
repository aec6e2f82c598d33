import type { PanelFailure } from './order-access'
import type { PanelOrder } from './panel-order'

/** What the panel knows of one reference. */
export interface OrderState {
  readonly view: OrderView
  /** The number of imports in progress; a refresh is one. */
  readonly running: number
}

type OrderView =
  | { readonly kind: 'searching' }
  /** Orderport has no such order. It may be imported. */
  | { readonly kind: 'not stored' }
  /** Amazon has no such order either. */
  | { readonly kind: 'not on Amazon'; readonly sentence: string }
  /** Nothing is known of the order, so no import is offered. */
  | { readonly kind: 'failed'; readonly sentence: string; readonly step: 'search' | 'import' }
  | FoundView

interface FoundView {
  readonly kind: 'found'
  readonly order: PanelOrder
  /** Why the last refresh failed. */
  readonly refreshFailure: string | null
}

export type OrderEvent =
  | { readonly type: 'search started' }
  | { readonly type: 'searched'; readonly order: PanelOrder | null }
  | { readonly type: 'search failed'; readonly failure: PanelFailure }
  | { readonly type: 'import started' }
  | { readonly type: 'imported'; readonly order: PanelOrder }
  | ImportFailed

interface ImportFailed {
  readonly type: 'import failed'
  readonly failure: PanelFailure
  readonly isRefresh: boolean
}

export const initialState: OrderState = { view: { kind: 'searching' }, running: 0 }

/** Returns the state after an event. An order that is shown stays, whatever fails afterwards. */
export function nextState(state: OrderState, event: OrderEvent): OrderState {
  const { view, running } = state
  switch (event.type) {
    case 'search started':
      return { ...state, view: { kind: 'searching' } }
    case 'searched':
      return { ...state, view: event.order === null ? { kind: 'not stored' } : found(event.order) }
    case 'search failed':
      return { ...state, view: { kind: 'failed', sentence: event.failure.message, step: 'search' } }
    case 'import started':
      return { running: running + 1, view: view.kind === 'found' ? found(view.order) : view }
    case 'imported':
      return { running: running - 1, view: found(event.order) }
    case 'import failed':
      return { running: running - 1, view: view.kind === 'found' ? afterRefresh(view, event) : withoutOrder(event) }
  }
}

function found(order: PanelOrder): FoundView {
  return { kind: 'found', order, refreshFailure: null }
}

/** Of two imports at once the second may fail without anything to tell. */
function afterRefresh(view: FoundView, { failure, isRefresh }: ImportFailed): OrderView {
  return isRefresh ? { ...view, refreshFailure: failure.message } : view
}

function withoutOrder({ failure: { code, message: sentence } }: ImportFailed): OrderView {
  if (code === 'ORDER_NOT_FOUND_FOR_TENANT') return { kind: 'not on Amazon', sentence }
  return { kind: 'failed', sentence, step: 'import' }
}
