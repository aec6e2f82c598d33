import type { ImportProgress } from './order-access'
import type { SidePanel } from './use-side-panel'

/** Offers to import all orders of a conversation that quotes several, and shows how far that is. */
export function ImportAllButton({ panel }: { readonly panel: SidePanel }) {
  const { orderRefs, importProgress } = panel
  if (orderRefs.length < 2) return null
  if (importProgress !== null) return <Progress progress={importProgress} />
  const isMissing = orderRefs.some((orderRef) => panel.stateOf(orderRef).view.kind === 'not stored')
  const isIdle = orderRefs.every((orderRef) => panel.stateOf(orderRef).running === 0)
  if (!isMissing || !isIdle) return null
  return (
    <section className="import-all" aria-label="Import de la conversation">
      <button type="button" className="secondary" onClick={panel.importAll}>
        Importer les {orderRefs.length} commandes de la conversation
      </button>
    </section>
  )
}

function Progress({ progress }: { readonly progress: ImportProgress }) {
  const { hasEnded, total, done, failed, waitsBecause } = progress
  return (
    <section className="import-all" aria-label="Import de la conversation">
      {hasEnded ? null : <progress max={total} value={done + failed} aria-label="Import" />}
      <output className="quiet">
        {hasEnded
          ? `${counted(done, 'importée')}${failed === 0 ? '' : `, ${failed} en échec`}.`
          : `${done} sur ${total}`}
        {waitsBecause === null ? null : ` — ${waitsBecause}`}
      </output>
    </section>
  )
}

function counted(number: number, participle: string): string {
  return number > 1 ? `${number} commandes ${participle}s` : `${number} commande ${participle}`
}
