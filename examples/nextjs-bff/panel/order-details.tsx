import type { ReactNode } from 'react'
import { day, dayAndTime, money, unknown } from './formats'
import { byWhom, channelLabel, deliveryLabel, statusLabel } from './labels'
import { OrderItems } from './order-items'
import { OrderPackages } from './order-packages'
import { OrderPromise } from './order-promise'
import type { PanelOrder } from './panel-order'

interface Props {
  readonly order: PanelOrder
  /** What stands below the reference. */
  readonly children: ReactNode
}

/** Shows an order to an agent, the most urgent first. */
export function OrderDetails({ order, children }: Props) {
  const isStub = order.orderSource === 'stub'
  return (
    <article data-order-id={order.orderId}>
      <header className="order-head">
        <p className="reference">{order.externalOrderId}</p>
        <p className={`badge status-${order.status}`}>{statusLabel(order.status)}</p>
      </header>
      {children}
      {isStub ? <p className="note">Commande provisoire : ce compte n’a pas encore relié Amazon.</p> : null}
      <OrderNotes order={order} />
      <OrderPromise delivery={order.delivery} />
      <h3>Commande</h3>
      <dl className="facts">
        <dt>Date</dt>
        <dd>{day(order.orderDate)}</dd>
        <dt>Total</dt>
        <dd>{money(isStub ? null : order.totalAmount, order.currency)}</dd>
        <dt>Livraison</dt>
        <dd>{deliveryLabel(order.deliveryStatus)}</dd>
        <dt>Expédition par</dt>
        <dd>{channelLabel(order.fulfillmentChannel)}</dd>
        <dt>À expédier avant</dt>
        <dd>{dayAndTime(order.shipBy)}</dd>
        <Fact label="N° du vendeur">{order.sellerOrderNumber}</Fact>
        <Fact label="Remplace">{order.replaces}</Fact>
        <Fact label="Remplacée par">{order.replacedBy}</Fact>
      </dl>
      <OrderTags order={order} />
      <OrderItems order={order} />
      <Customer order={order} />
      <OrderPackages packages={order.packages} />
      <h3>Historique</h3>
      {order.timeline.length === 0 ? <p className="quiet">Aucun événement connu</p> : null}
      <ol className="timeline">
        {order.timeline.map(({ at, label }, index) => (
          <li key={index}>
            <time dateTime={at}>{dayAndTime(at)}</time>
            <span>{label}</span>
          </li>
        ))}
      </ol>
    </article>
  )
}

/** A value that most orders don't have. */
function Fact({ label, children }: { readonly label: string; readonly children: string | null }) {
  if (children === null) return null
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** The order's cancellation, or the buyer's request for one. */
function OrderNotes({ order }: { readonly order: PanelOrder }) {
  const { cancellation, buyerRequestedCancellation, buyerCancellationReason } = order
  const notes = [
    cancellation === null
      ? null
      : `Commande annulée${byWhom(cancellation.by)}${cancellation.at === null ? '' : ` le ${day(cancellation.at)}`}` +
        because(cancellation.reason),
    buyerRequestedCancellation === true && cancellation === null
      ? `L’acheteur demande l’annulation${because(buyerCancellationReason)}`
      : null,
  ].filter((note) => note !== null)
  return notes.map((note) => (
    <p key={note} className="note">
      {note}
    </p>
  ))
}

function because(reason: string | null): string {
  return reason === null ? '' : ` : ${reason}`
}

function OrderTags({ order }: { readonly order: PanelOrder }) {
  const { isPrime, isBusiness, pickupPoint, isGift, giftMessage } = order
  const tags = [
    isPrime === true ? 'Prime' : null,
    isBusiness === true ? 'Client professionnel' : null,
    pickupPoint === true ? 'Point de retrait' : null,
    isGift === true ? 'Cadeau' : null,
  ].filter((tag) => tag !== null)
  return (
    <>
      {tags.length === 0 ? null : (
        <ul className="tags">
          {tags.map((tag) => (
            <li key={tag}>{tag}</li>
          ))}
        </ul>
      )}
      {giftMessage === null ? null : <blockquote>Message cadeau : « {giftMessage} »</blockquote>}
    </>
  )
}

function Customer({ order }: { readonly order: PanelOrder }) {
  const { customer, recipientName, customerPhone } = order
  const isForAnother = recipientName !== null && recipientName !== customer.name
  return (
    <>
      <h3>Client</h3>
      <address>
        <p>{customer.name ?? unknown}</p>
        {customer.email === null ? null : <p>{customer.email}</p>}
        {customerPhone === null ? null : <p>{customerPhone}</p>}
        {isForAnother ? <p>Destinataire : {recipientName}</p> : null}
        {customer.address === null ? null : <p>{customer.address}</p>}
      </address>
    </>
  )
}
