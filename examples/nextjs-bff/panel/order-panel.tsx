import { OrderDetails } from './order-details'
import type { PanelState } from './use-side-panel'

interface Props {
  readonly state: PanelState
  readonly onImport: () => void
}

/** The content of a side panel, the same on the BFF's routes and on the SDK. */
export function OrderPanel({ state, onImport }: Props) {
  const { searched, importing, order, error } = state
  // Like the deployed panel, this one shows "introuvable" in its own place, not in red.
  const alert = error !== null && !error.includes('introuvable') ? error : null
  return (
    <div className="panel" aria-busy={!searched || importing > 0}>
      {alert === null ? null : (
        <p className="error" role="alert">
          {alert}
        </p>
      )}
      {order === null ? <Missing {...{ searched, importing, onImport }} /> : <OrderDetails order={order} />}
    </div>
  )
}

interface MissingProps {
  readonly searched: boolean
  readonly importing: number
  readonly onImport: () => void
}

function Missing({ searched, importing, onImport }: MissingProps) {
  if (!searched) return <p className="quiet">Recherche de la commande…</p>
  return (
    <>
      <p className="missing">Commande introuvable</p>
      <button type="button" onClick={onImport} disabled={importing > 0}>
        {importing > 0 ? 'Import en cours…' : 'Importer cette commande'}
      </button>
    </>
  )
}
