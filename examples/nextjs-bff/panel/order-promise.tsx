import { dayAndTime, days } from './formats'
import { promiseLabel } from './labels'
import type { PanelDelivery } from './panel-order'

/** How each state is dated; the other states have no moment from which they hold. */
const sinceLabels: Readonly<Record<string, string>> = {
  at_risk: 'Depuis',
  late: 'Depuis',
  delivered: 'Livrée le',
  delivered_late: 'Livrée le',
}

/** What the buyer was promised, and how the order stands against it. */
export function OrderPromise({ delivery }: { readonly delivery: PanelDelivery }) {
  const { promise, state, since, reason } = delivery
  const sinceLabel = sinceLabels[state]
  return (
    <>
      <h3>Promesse de livraison</h3>
      <p className="promise">
        <span className={`badge promise-${state}`}>{promiseLabel(state)}</span> <span>{reason}</span>
      </p>
      <dl className="facts">
        <dt>Promise</dt>
        <dd>{days(promise)}</dd>
        {sinceLabel === undefined ? null : (
          <>
            <dt>{sinceLabel}</dt>
            <dd>{dayAndTime(since)}</dd>
          </>
        )}
      </dl>
    </>
  )
}
