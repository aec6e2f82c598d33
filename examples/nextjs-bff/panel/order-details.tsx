import { day, deliveryLabel, money, statusLabel } from './french'
import type { PanelOrder, PanelParcel, PanelProduct } from './panel-order'

/** An order for an agent: status, items, customer, parcels. */
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
        {order.products.map((product, index) => (
          <Item key={index} product={product} currency={currency} />
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
      <ul className="parcels">
        {order.packages.map((parcel, index) => (
          <OrderPackage key={index} parcel={parcel} />
        ))}
      </ul>
    </article>
  )
}

function Item({ product, currency }: { readonly product: PanelProduct; readonly currency: string | null }) {
  return (
    <li>
      <span className="quantity">{product.quantity} ×</span>
      <span className="name">{product.name ?? 'Article sans nom'}</span>
      <span className="price">{money(product.price, currency)}</span>
    </li>
  )
}

function OrderPackage({ parcel }: { readonly parcel: PanelParcel }) {
  const code = parcel.trackingCode ?? 'sans numéro de suivi'
  return (
    <li>
      <span>{parcel.carrier ?? 'Transporteur inconnu'}</span>
      {parcel.trackingUrl === null ? (
        <span>{code}</span>
      ) : (
        <a href={parcel.trackingUrl} target="_blank" rel="noreferrer">
          {code}
        </a>
      )}
      <span className="quiet">{deliveryLabel(parcel.status)}</span>
    </li>
  )
}
