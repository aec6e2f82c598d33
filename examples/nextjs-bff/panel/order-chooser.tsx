import { promiseLabel, statusLabel } from './labels'
import type { OrderState } from './order-state'
import type { SidePanel } from './use-side-panel'

/** The references of the conversation, each with its state; nothing if there is only one. */
export function OrderChooser({ panel }: { readonly panel: SidePanel }) {
  const { orderRefs, chosen } = panel
  if (orderRefs.length < 2) return null
  return (
    <nav className="chooser" aria-label="Commandes citées">
      <ul>
        {orderRefs.map((orderRef) => (
          <li key={orderRef}>
            <button
              type="button"
              aria-current={orderRef === chosen ? 'true' : undefined}
              onClick={() => panel.choose(orderRef)}
            >
              <span className="reference">{orderRef}</span>
              <span className="quiet">{summaryOf(panel.stateOf(orderRef))}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function summaryOf({ view, running }: OrderState): string {
  if (view.kind === 'found') {
    const { status, delivery } = view.order
    return delivery.state === 'unknown' ? statusLabel(status) : promiseLabel(delivery.state)
  }
  if (view.kind === 'searching') return 'Recherche…'
  if (running > 0) return 'Import…'
  switch (view.kind) {
    case 'not stored':
      return 'À importer'
    case 'not on Amazon':
      return 'Introuvable sur Amazon'
    case 'failed':
      return 'Échec'
  }
}
