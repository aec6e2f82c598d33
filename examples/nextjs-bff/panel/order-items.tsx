import { count, money, unknown } from './formats'
import { byWhom } from './labels'
import type { PanelCharges, PanelItem, PanelOrder } from './panel-order'

/** What was ordered, what is charged beside it, and whether that explains the total. */
export function OrderItems({ order }: { readonly order: PanelOrder }) {
  const { products, currency, totalAmount, charges } = order
  return (
    <>
      <h3>Articles</h3>
      {products.length === 0 ? <p className="quiet">Aucun article connu</p> : null}
      <ul className="items">
        {products.map((item, index) => (
          <OrderItem key={index} item={item} currency={currency} />
        ))}
      </ul>
      {products.length === 0 ? null : <Charges {...{ charges, currency, totalAmount }} />}
    </>
  )
}

function OrderItem({ item, currency }: { readonly item: PanelItem; readonly currency: string | null }) {
  const { name, sku, quantity, quantityShipped, price, lineTotal, cancellation } = item
  const details = [
    sku,
    quantity === 1 || price === null ? null : `${money(price, currency)} l’unité`,
    cancellation === null ? `expédié : ${count(quantityShipped)} sur ${count(quantity)}` : null,
  ].filter((detail) => detail !== null)
  return (
    <li>
      <span className="quantity">{count(quantity)} ×</span>
      <span>{name ?? unknown}</span>
      <span className="price">{money(lineTotal, item.currency)}</span>
      <span className="details quiet">{details.join(' · ')}</span>
      {cancellation === null ? null : (
        <span className="details warning">
          Annulé{byWhom(cancellation.by)}
          {cancellation.reason === null ? '' : ` : ${cancellation.reason}`}
        </span>
      )}
    </li>
  )
}

interface ChargesProps {
  readonly charges: PanelCharges
  readonly currency: string | null
  readonly totalAmount: number | null
}

function Charges({ charges, currency, totalAmount }: ChargesProps) {
  const { shipping, giftWrap, tax, taxIncluded, discount, other, addUp } = charges
  const taxLabel = taxIncluded === null ? 'Taxes' : taxIncluded ? 'Taxes (comprises)' : 'Taxes (en plus)'
  const rows: readonly (readonly [string, number | null])[] = [
    ['Port', shipping],
    ['Emballage cadeau', giftWrap],
    ['Remise', discount === null || discount === 0 ? discount : -discount],
    [taxLabel, tax],
    ['Autres frais', other],
    ['Total', totalAmount],
  ]
  return (
    <>
      <h3>Montants</h3>
      <dl className="charges">
        {rows.map(([label, amount]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{money(amount, currency)}</dd>
          </div>
        ))}
      </dl>
      {addUp === false ? <p className="warning">Le détail ne correspond pas au total.</p> : null}
    </>
  )
}
