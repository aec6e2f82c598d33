import type { Browser, Page } from 'playwright-core'

/** The example's panels: on the BFF's routes and on the SDK. */
export const panelNames = ['bff', 'sdk'] as const

export type PanelName = (typeof panelNames)[number]

const pages: Readonly<Record<PanelName, string>> = { bff: '/', sdk: '/sdk' }

/** What a panel shows once it has finished loading. */
export interface Shown {
  /** All of its text, line by line. */
  readonly lines: readonly string[]
  /** What is printed in red. */
  readonly alarms: readonly string[]
  readonly buttons: readonly string[]
  /** The targets of the parcels' links. */
  readonly links: readonly string[]
}

/** One panel in a browser of its own, logged in as an agent of one tenant. */
export interface SidePanel extends AsyncDisposable {
  /** What it shows once it has finished loading. */
  shown(): Promise<Shown>
  /** The id of the order that it shows. Rejects when it shows none. */
  orderId(): Promise<string | null>
  pressImport(): Promise<void>
  /** Reloads the page. */
  reload(): Promise<void>
  /** The URLs of requests to other hosts than the application's. */
  readonly foreignRequests: readonly string[]
}

interface OpenPanelOptions {
  readonly address: string
  readonly panel: PanelName
  readonly tenantId: string
  /** The id of the example's conversation. */
  readonly conversation: string
}

const loaded = '.panel[aria-busy="false"]'

/** Opens a conversation with its panel. */
export async function openSidePanel(browser: Browser, options: OpenPanelOptions): Promise<SidePanel> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 720 } })
  const { address: url, tenantId } = options
  await context.addCookies([
    { name: 'tenant', value: tenantId, url },
    { name: 'user', value: 'agent@example.org', url },
  ])
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const foreignRequests: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== url) foreignRequests.push(request.url())
  })
  await page.goto(`${url}${pages[options.panel]}?conversation=${options.conversation}`)
  return {
    shown: () => read(page),
    orderId: () => page.locator(`${loaded} [data-order-id]`).getAttribute('data-order-id'),
    async pressImport() {
      await page.getByRole('button', { name: 'Importer cette commande' }).click()
    },
    async reload() {
      await page.reload()
    },
    foreignRequests,
    [Symbol.asyncDispose]: () => context.close(),
  }
}

async function read(page: Page): Promise<Shown> {
  const panel = page.locator(loaded)
  await panel.waitFor()
  const links = await panel.locator('a').all()
  return {
    lines: linesOf(await panel.innerText()),
    alarms: await panel.getByRole('alert').allInnerTexts(),
    buttons: await panel.getByRole('button').allInnerTexts(),
    links: await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? '')),
  }
}

/** Splits a text into lines: drops empty ones, and turns the spaces of French amounts and dates into ordinary ones. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replaceAll(/\s/gu, ' ').trim())
  return lines.filter((line) => line !== '')
}
