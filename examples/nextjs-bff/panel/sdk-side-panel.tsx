'use client'

import { useMemo } from 'react'
import type { PanelSubject } from './order-access'
import { OrderPanel } from './order-panel'
import { sdkOrders } from './sdk-orders'
import { useSidePanel } from './use-side-panel'

interface Props {
  readonly tenantId: string
  readonly subject: PanelSubject
}

/** The side panel on the SDK. */
export function SdkSidePanel({ tenantId, subject }: Props) {
  const orders = useMemo(() => sdkOrders(tenantId), [tenantId])
  return <OrderPanel panel={useSidePanel(orders, subject)} />
}
