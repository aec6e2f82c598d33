import { sampleOrders, type SimulatedSeller } from '@orderport/amazon-simulator'
import type { Browser } from 'playwright-core'
import { startOrderport } from '@orderport/server/testing/start-orderport'
import { buildNextApp, startNextApp } from './next-app.ts'
import { startRecordingProxy } from './recording-proxy.ts'
import { openSidePanel, type PanelName, type SidePanel } from './side-panel.ts'

/** What the example's first conversation asks about: an order with one parcel. */
export const knownReference = '402-5913076-8821140'

/** Orderport on its simulators, and the example in front of it. */
export async function startInbox(sdkTarball: string) {
  await buildNextApp(sdkTarball)
  await using cleanup = new AsyncDisposableStack()
  const service = cleanup.use(await startOrderport())
  const proxy = cleanup.use(await startRecordingProxy(service.address))
  const app = cleanup.use(await startNextApp(proxy.address))
  const owned = cleanup.move()

  return {
    service,
    proxy,
    app,
    /** Asks one of the back end's routes as a browser would that is logged in for the tenant. */
    ask(tenantId: string, path: string, body?: string): Promise<Response> {
      const cookie = `tenant=${tenantId}; user=agent@example.org`
      const post = { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: body ?? '' }
      return fetch(app.address + path, body === undefined ? { headers: { cookie } } : post)
    },
    open(browser: Browser, { panel, tenantId, conversation = 'plaid' }: PanelOpening): Promise<SidePanel> {
      return openSidePanel(browser, { address: app.address, panel, tenantId, conversation })
    },
    /** How often Amazon was asked for an order of this seller. */
    askedOf({ sellerId }: SimulatedSeller): number {
      const { requests } = service.amazon.requestLog
      return requests.filter((request) => request.operation === 'getOrder' && request.sellerId === sellerId).length
    },
    /** The ids of the tenant's stored orders. */
    async storedIds(tenantId: string): Promise<unknown[]> {
      const rows = await service.database.superuserQuery(`SELECT id FROM orders WHERE tenant_id = '${tenantId}'`)
      return rows.map(({ id }) => id)
    },
    /** The imports that the back end has asked the service for. */
    importsFor(tenantId: string): number {
      const asked = proxy.requests.filter(({ headers }) => headers['x-tenant-id'] === tenantId)
      return asked.reduce((sum, { path }) => sum + importsIn(path), 0)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export type InboxScene = Awaited<ReturnType<typeof startInbox>>

interface PanelOpening {
  readonly panel: PanelName
  readonly tenantId: string
  readonly conversation: string | undefined
}

/** The known order as Amazon holds it. */
export function knownOrder() {
  const order = sampleOrders().find(({ orderId }) => orderId === knownReference)
  if (order === undefined) throw new Error(`there is no sample order ${knownReference}`)
  return order
}

/** One request over tRPC may carry several calls. */
function importsIn(path: string): number {
  return path.match(/\/import-one|orders\.import/g)?.length ?? 0
}
