import type { ReactNode } from 'react'
import { ImportAllButton } from './import-all-button'
import { OrderChooser } from './order-chooser'
import { OrderDetails } from './order-details'
import { OrderFreshness } from './order-freshness'
import type { OrderState } from './order-state'
import type { SidePanel } from './use-side-panel'

/** The content of a side panel, the same on the BFF's routes and on the SDK. */
export function OrderPanel({ panel }: { readonly panel: SidePanel }) {
  const { chosen } = panel
  const state = panel.stateOf(chosen)
  return (
    <>
      <OrderChooser panel={panel} />
      <ImportAllButton panel={panel} />
      <section className="panel" aria-label={chosen} aria-busy={state.view.kind === 'searching' || state.running > 0}>
        <OrderContent key={chosen} panel={panel} state={state} />
      </section>
    </>
  )
}

interface Props {
  readonly panel: SidePanel
  readonly state: OrderState
}

function OrderContent({ panel, state: { view, running } }: Props) {
  const { chosen } = panel
  if (view.kind === 'found') {
    const refresh = { isRunning: running > 0, failure: view.refreshFailure, start: () => panel.refresh(chosen) }
    return (
      <OrderDetails order={view.order}>
        <OrderFreshness checkedAt={view.order.checkedAt} refresh={refresh} />
      </OrderDetails>
    )
  }
  if (view.kind === 'searching') return <Progress>Recherche de la commande {chosen}…</Progress>
  if (running > 0) return <Progress>Import de la commande {chosen}…</Progress>
  switch (view.kind) {
    case 'not stored':
      return (
        <>
          <Missing>Commande introuvable</Missing>
          <p className="quiet">{chosen} n’a pas encore été importée.</p>
          <button type="button" onClick={() => panel.importOrder(chosen)}>
            Importer cette commande
          </button>
        </>
      )
    case 'not on Amazon':
      return (
        <>
          <Missing>{view.sentence}</Missing>
          <p className="quiet">Vérifiez la référence {chosen} auprès du client.</p>
        </>
      )
    case 'failed':
      return (
        <>
          <p className="error" role="alert">
            {view.sentence}
          </p>
          <button
            type="button"
            onClick={() => (view.step === 'search' ? panel.search(chosen) : panel.importOrder(chosen))}
          >
            Réessayer
          </button>
        </>
      )
  }
}

function Progress({ children }: { readonly children: ReactNode }) {
  return <output className="quiet">{children}</output>
}

function Missing({ children }: { readonly children: ReactNode }) {
  return <output className="missing">{children}</output>
}
