import { count, day, unknown } from './formats'
import { deliveryLabel } from './labels'
import type { PanelPackage } from './panel-order'

/** Every package: its carrier, tracking link, status, and what it holds. */
export function OrderPackages({ packages }: { readonly packages: readonly PanelPackage[] }) {
  return (
    <>
      <h3>Colis</h3>
      {packages.length === 0 ? <p className="quiet">Aucun colis connu</p> : null}
      <ul className="packages">
        {packages.map((details, index) => (
          <OrderPackage key={index} details={details} />
        ))}
      </ul>
    </>
  )
}

function OrderPackage({ details }: { readonly details: PanelPackage }) {
  const { carrier, trackingUrl, status, shippedAt, contents } = details
  const code = details.trackingCode ?? 'sans numéro de suivi'
  return (
    <li>
      <p>
        <span>{carrier ?? unknown}</span>{' '}
        {trackingUrl === null ? (
          <span>{code}</span>
        ) : (
          <a href={trackingUrl} target="_blank" rel="noreferrer">
            {code}
          </a>
        )}
      </p>
      <p className="quiet">
        {deliveryLabel(status)} · expédié le {day(shippedAt)}
      </p>
      {contents.length === 0 ? null : (
        <ul className="contents">
          {contents.map(({ name, quantity }, index) => (
            <li key={index}>
              {count(quantity)} × {name ?? unknown}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
