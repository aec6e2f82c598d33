import type { SimulatedSeller } from '@orderport/amazon-simulator'
import type { Browser } from 'playwright-core'
import { startOrderport } from '@orderport/server/testing/start-orderport'
import { buildNextApp, startNextApp } from './next-app.ts'
import { startRecordingProxy } from './recording-proxy.ts'
import { openSidePanel, type PanelName, type SidePanel, type SidePanelView } from './side-panel.ts'

/** Starts Orderport on its simulators, a recording proxy, and the built example in front of both. */
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
    /** Calls a route of the back end, as a browser does that is logged in for the tenant. */
    fetch(tenantId: string, path: string, body?: string): Promise<Response> {
      const cookie = `tenant=${tenantId}; user=agent@example.org`
      const post = { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: body ?? '' }
      return fetch(app.address + path, body === undefined ? { headers: { cookie } } : post)
    },
    open(browser: Browser, view: AgentView): Promise<SidePanel> {
      return openSidePanel(browser, { address: app.address, ...view })
    },
    /** How often Amazon was asked for an order of this seller. */
    amazonCallsFor({ sellerId }: SimulatedSeller): number {
      const { requests } = service.amazon.requestLog
      return requests.filter((request) => request.operation === 'getOrder' && request.sellerId === sellerId).length
    },
    /** The ids of the tenant's stored orders. */
    async storedIds(tenantId: string): Promise<unknown[]> {
      const rows = await service.database.superuserQuery('SELECT id FROM orders WHERE tenant_id = $1', [tenantId])
      return rows.map(({ id }) => id)
    },
    /** How many imports the back end has forwarded for the tenant. */
    importsFor(tenantId: string): number {
      const forwarded = proxy.requests.filter(({ headers }) => headers['x-tenant-id'] === tenantId)
      return forwarded.reduce((sum, { path }) => sum + importsIn(path), 0)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export type InboxFixture = Awaited<ReturnType<typeof startInbox>>

interface AgentView extends SidePanelView {
  readonly panel: PanelName
  readonly tenantId: string
}

/** A tRPC request may carry several calls. */
function importsIn(path: string): number {
  return path.match(/\/import-one|orders\.import/g)?.length ?? 0
}
