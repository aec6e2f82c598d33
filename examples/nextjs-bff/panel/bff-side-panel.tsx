'use client'

import { bffOrders } from './bff-orders'
import type { PanelSubject } from './order-access'
import { OrderPanel } from './order-panel'
import { useSidePanel } from './use-side-panel'

/** The side panel on the BFF's routes, like the deployed one. */
export function BffSidePanel({ subject }: { readonly subject: PanelSubject }) {
  return <OrderPanel panel={useSidePanel(bffOrders, subject)} />
}
