import { day, deliveryLabel, money, statusLabel } from './french'
import type { PanelItem, PanelOrder, PanelPackage } from './panel-order'

/** Shows an order to an agent: status, items, customer, packages. */
export function OrderDetails({ order }: { readonly order: PanelOrder }) {
  const { customer, currency } = order
  return (
    <article data-order-id={order.orderId}>
      <header className="order-head">
        <p className="reference">{order.externalOrderId}</p>
        <p className={`status status-${order.status}`}>{statusLabel(order.status)}</p>
      </header>
      <dl className="facts">
        <dt>Date</dt>
        <dd>{day(order.orderDate)}</dd>
        <dt>Total</dt>
        <dd>{money(order.totalAmount, currency)}</dd>
        <dt>Livraison</dt>
        <dd>{deliveryLabel(order.deliveryStatus)}</dd>
      </dl>
      {order.orderSource === 'stub' ? (
        <p className="stub">Commande provisoire : ce compte n’a pas encore relié Amazon.</p>
      ) : null}
      <h3>Articles</h3>
      {order.products.length === 0 ? <p className="quiet">Aucun article connu</p> : null}
      <ul className="items">
        {order.products.map((item, index) => (
          <OrderItem key={index} item={item} currency={currency} />
        ))}
      </ul>
      <h3>Client</h3>
      <address>
        <p>{customer.name ?? 'Nom inconnu'}</p>
        {customer.email === null ? null : <p>{customer.email}</p>}
        {customer.address === null ? null : <p>{customer.address}</p>}
      </address>
      <h3>Colis</h3>
      {order.packages.length === 0 ? <p className="quiet">Aucun colis connu</p> : null}
      <ul className="packages">
        {order.packages.map((details, index) => (
          <OrderPackage key={index} details={details} />
        ))}
      </ul>
    </article>
  )
}

function OrderItem({ item, currency }: { readonly item: PanelItem; readonly currency: string | null }) {
  return (
    <li>
      <span className="quantity">{item.quantity} ×</span>
      <span className="name">{item.name ?? 'Article sans nom'}</span>
      <span className="price">{money(item.price, currency)}</span>
    </li>
  )
}

function OrderPackage({ details }: { readonly details: PanelPackage }) {
  const { carrier, trackingUrl, status } = details
  const code = details.trackingCode ?? 'sans numéro de suivi'
  return (
    <li>
      <span>{carrier ?? 'Transporteur inconnu'}</span>
      {trackingUrl === null ? (
        <span>{code}</span>
      ) : (
        <a href={trackingUrl} target="_blank" rel="noreferrer">
          {code}
        </a>
      )}
      <span className="quiet">{deliveryLabel(status)}</span>
    </li>
  )
}
