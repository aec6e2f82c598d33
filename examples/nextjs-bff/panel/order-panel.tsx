import { OrderDetails } from './order-details'
import type { PanelState } from './use-side-panel'

interface Props {
  readonly state: PanelState
  readonly onImport: () => void
}

/** What a side panel shows, whichever way its order came: the panel on the BFF and the one on the SDK both are this. */
export function OrderPanel({ state, onImport }: Props) {
  const { searched, importing, order, error } = state
  // The deployed panel says "introuvable" in a place of its own, so it doesn't print it in red too.
  const alarming = error !== null && !error.includes('introuvable') ? error : null
  return (
    <div className="panel" aria-busy={!searched || importing > 0}>
      {alarming === null ? null : (
        <p className="error" role="alert">
          {alarming}
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
