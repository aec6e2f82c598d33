import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { installedBrowser, launchBrowser } from './testing/browser.ts'
import { sampleInboxOrder, orderRef, startInbox, type InboxFixture } from './testing/inbox-fixture.ts'
import { routeCases } from './testing/route-cases.ts'
import { panelNames, type PanelName, type Shown, type SidePanel } from './testing/side-panel.ts'

const executable = installedBrowser()

/** Headers that Node's fetch sends with every request. */
const headersOfFetch = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'content-length',
  'host',
  'sec-fetch-mode',
  'user-agent',
])

const unreachable = 'Le service des commandes ne répond pas. Réessayez dans quelques instants.'

const cleanup = new AsyncDisposableStack()
let inbox: InboxFixture
let browser: Browser | undefined

beforeAll(async () => {
  inbox = cleanup.use(await startInbox(inject('sdkTarball')))
  if (executable !== null) browser = cleanup.use(await launchBrowser(executable))
})

afterAll(() => cleanup.disposeAsync())

describe('the back end’s routes', () => {
  const tenantId = 'boutique-lyon'

  beforeAll(async () => {
    inbox.service.connect(tenantId).putOrder(sampleInboxOrder())
    await inbox.service.importOne(tenantId, orderRef)
  })

  it.each(routeCases)(
    '$name: forwarded with three headers, and the answer $status returned unchanged',
    async (route) => {
      const { path, forwarded, body, status } = route
      const method = body === undefined ? 'GET' : 'POST'
      const before = inbox.proxy.requests.length
      const answer = await inbox.fetch(tenantId, path, body)
      const sent = inbox.proxy.requests.slice(before)
      expect(sent.map(({ method: verb, path: asked }) => [verb, asked])).toEqual([[method, forwarded]])
      const added = Object.entries(sent[0]?.headers ?? {}).filter(([name]) => !headersOfFetch.has(name))
      expect(Object.fromEntries(added)).toEqual({
        'content-type': 'application/json',
        'x-tenant-id': tenantId,
        'x-user-email': 'agent@example.org',
      })

      const direct = await inbox.service.call(forwarded, { method, body, headers: { 'x-tenant-id': tenantId } })
      expect([answer.status, direct.status]).toEqual([status, status])
      expect(answer.headers.get('content-type')).toBe(direct.headers.get('content-type'))
      const withoutRequestId = (text: string, { headers }: { headers: Headers }) =>
        text.replace(headers.get('x-request-id') ?? '', '')
      expect(withoutRequestId(await answer.text(), answer)).toBe(withoutRequestId(direct.text, direct))
    },
  )

  it.each(routeCases)('$name: a 502 of the back end when Orderport can’t be reached', async ({ path, body }) => {
    inbox.proxy.answering = false
    const answer = await inbox.fetch(tenantId, path, body)
    inbox.proxy.answering = true
    expect(answer.status).toBe(502)
    expect(await answer.json()).toEqual({ error: unreachable, code: 'ORDERPORT_UNREACHABLE' })
  })

  it('the SDK’s calls are forwarded for the session’s tenant, whatever tenant the browser sends', async () => {
    const headers = { cookie: `tenant=${tenantId}`, 'x-tenant-id': 'atelier-berlin', 'x-request-id': 'trace-1' }
    const answer = await fetch(`${inbox.app.address}/api/trpc/orders.list`, { headers })
    const sent = inbox.proxy.requests.at(-1)
    expect(sent).toMatchObject({ path: '/trpc/orders.list', headers: { 'x-tenant-id': tenantId } })
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([200, 'trace-1'])
  })
})

describe.runIf(executable !== null)('the side panel, on the BFF and on the SDK, in Chromium', () => {
  it('shows an unknown reference as “Commande introuvable” with its button, and nothing in red', async () => {
    const shown = await onBothPanels(async ({ tenantId, open }) => {
      inbox.service.connect(tenantId)
      await using panel = await open('transfert')
      const seen = await panel.shown()
      expect(inbox.importsFor(tenantId)).toBe(2)
      expect(await inbox.storedIds(tenantId)).toEqual([])
      expect(panel.foreignRequests).toEqual([])
      return seen
    })
    expect(shown).toEqual({
      lines: ['Commande introuvable', 'Importer cette commande'],
      alarms: [],
      buttons: ['Importer cette commande'],
      links: [],
    })
  })

  it('imports by its button, and shows status, items, customer and parcel with its link', async () => {
    const shown = await onBothPanels(async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      await using panel = await open()
      expect((await panel.shown()).buttons).toEqual(['Importer cette commande'])
      seller.putOrder(sampleInboxOrder())
      await panel.pressImport()
      const id = await panel.orderId()
      expect(await inbox.storedIds(tenantId)).toEqual([id])
      return await panel.shown()
    })
    expect(shown.lines.join(' | ')).toBe(
      `${orderRef} | Expédiée | Date | 19 janvier 2026 | Total | 59,90 € | Livraison | Livré` +
        ' | ARTICLES | 1 × | Plaid en laine, ocre | 59,90 €' +
        ' | CLIENT | Karim Ouafi | b0eo5cnswpg@marketplace.amazon.fr' +
        ' | Résidence Les Cèdres, 27 avenue du Parc, 34000 Montpellier, Occitanie, FR' +
        ' | COLIS | Colissimo | 6A00000001234 | Livré',
    )
    expect(shown).toMatchObject({ alarms: [], buttons: [] })
    expect(shown.links).toEqual(['https://www.laposte.fr/outils/suivre-vos-envois?code=6A00000001234'])
  })

  it('imports twice on opening, while Amazon is slow: one upstream call, one row, one id', async () => {
    await onBothPanels(async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      seller.putOrder(sampleInboxOrder())
      const { faults, requestLog } = inbox.service.amazon
      faults.push({ operation: 'getOrder', fault: { kind: 'hang' }, sellerId: seller.sellerId })
      const called = requestLog.received('getOrder', requestLog.count('getOrder') + 1)
      await using panel = await open()
      await called
      await expect.poll(() => inbox.importsFor(tenantId), { timeout: 10_000 }).toBe(2)
      faults.release()
      const id = await panel.orderId()
      expect(inbox.importsFor(tenantId)).toBe(2)
      expect(inbox.amazonCallsFor(seller)).toBe(1)
      expect(await inbox.storedIds(tenantId)).toEqual([id])
      return await panel.shown()
    })
  })

  it('finds the order by its search after a reload, and imports nothing', async () => {
    await onBothPanels(async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      seller.putOrder(sampleInboxOrder())
      await using panel = await open()
      const before = { id: await panel.orderId(), ...(await panel.shown()) }
      const imports = inbox.importsFor(tenantId)
      await panel.reload()
      const after = { id: await panel.orderId(), ...(await panel.shown()) }
      expect(after).toEqual(before)
      expect(inbox.importsFor(tenantId)).toBe(imports)
      expect(inbox.amazonCallsFor(seller)).toBe(1)
      return await panel.shown()
    })
  })

  it('shows a tenant without Amazon the stub that is made from the conversation', async () => {
    const shown = await onBothPanels(async ({ tenantId, open }) => {
      await using panel = await open()
      const id = await panel.orderId()
      expect(await inbox.storedIds(tenantId)).toEqual([id])
      return await panel.shown()
    })
    expect(shown.lines).toContain('Commande provisoire : ce compte n’a pas encore relié Amazon.')
    expect(shown.lines).toContain('Karim Ouafi')
    expect(shown.alarms).toEqual([])
  })

  it('shows a Vault outage in red and in French, and imports by the button afterwards', async () => {
    const shown = await onBothPanels(async ({ tenantId, open }) => {
      inbox.service.connect(tenantId).putOrder(sampleInboxOrder())
      const outage = inbox.service.vault.faults.push({ fault: { kind: 'reset' }, path: `tenants/${tenantId}/` })
      await using panel = await open()
      const seen = await panel.shown()
      expect(await inbox.storedIds(tenantId)).toEqual([])
      outage.release()
      await panel.pressImport()
      const id = await panel.orderId()
      expect(await inbox.storedIds(tenantId)).toEqual([id])
      expect((await panel.shown()).alarms).toEqual([])
      return seen
    })
    expect(shown.alarms).toEqual([
      'Les identifiants Amazon ne peuvent pas être lus pour le moment. Réessayez dans quelques instants.',
    ])
    expect(shown.buttons).toEqual(['Importer cette commande'])
  })

  it('shows in red and in French that Orderport can’t be reached', async () => {
    inbox.proxy.answering = false
    const shown = await onBothPanels(async ({ open }) => {
      await using panel = await open()
      return await panel.shown()
    })
    inbox.proxy.answering = true
    expect(shown.alarms).toEqual([unreachable])
  })
})

let stories = 0

interface Visit {
  readonly tenantId: string
  open(conversation?: string): Promise<SidePanel>
}

/** Runs a story on each panel, for a tenant of its own. Returns what both panels show; throws where they differ. */
async function onBothPanels(story: (visit: Visit) => Promise<Shown>): Promise<Shown> {
  if (browser === undefined) throw new Error('there is no browser')
  const { open } = inbox
  const chromium = browser
  stories += 1
  const visit = (panel: PanelName): Visit => {
    const tenantId = `story-${stories}-${panel}`
    return { tenantId, open: (conversation) => open(chromium, { panel, tenantId, conversation }) }
  }
  const [first, ...others] = panelNames
  const shown = await story(visit(first))
  for (const panel of others) expect(await story(visit(panel))).toEqual(shown)
  return shown
}
