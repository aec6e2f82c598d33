import type { Browser, Page } from 'playwright-core'

/** The example's panels: on the BFF's routes and on the SDK. */
export const panelNames = ['bff', 'sdk'] as const

export type PanelName = (typeof panelNames)[number]

const pages: Readonly<Record<PanelName, string>> = { bff: '/', sdk: '/sdk' }

/** What a panel shows when nothing is in progress. */
export interface Shown {
  /** The references of the conversation with their states; empty if it quotes only one. */
  readonly references: readonly string[]
  /** Everything else that an agent reads, line by line. */
  readonly lines: readonly string[]
  /** What is printed in red. */
  readonly alarms: readonly string[]
  readonly buttons: readonly string[]
  /** The targets of the packages' links. */
  readonly links: readonly string[]
}

/** A panel in a browser of its own, logged in as an agent of one tenant. */
export interface SidePanel extends AsyncDisposable {
  readonly page: Page
  /** Returns what it shows once nothing is in progress any more. */
  shown(): Promise<Shown>
  /** Returns the id of the order that it shows. Rejects if it shows none. */
  orderId(): Promise<string | null>
  press(button: string): Promise<void>
  /** Presses Tab until the button has the focus. Rejects after 40 times. */
  tabTo(button: string): Promise<void>
  /** Returns the name of the button that has the focus. */
  focused(): Promise<string>
  reload(): Promise<void>
  /** Requests of the page to other hosts than the application's. */
  readonly foreignRequests: readonly string[]
}

/** How an agent looks at a panel. */
export interface SidePanelView {
  /** The id of the example's conversation. */
  readonly conversation?: string
  /** The width of the window, in pixels. */
  readonly width?: number
  /** How far the browser's clock is ahead of the service's. */
  readonly aheadMs?: number
}

interface SidePanelOptions extends SidePanelView {
  readonly address: string
  readonly panel: PanelName
  readonly tenantId: string
}

const loaded = '.panel[aria-busy="false"]'

/** Opens a conversation with its panel. */
export async function openSidePanel(browser: Browser, options: SidePanelOptions): Promise<SidePanel> {
  const { address: url, tenantId, conversation = 'plaid', width = 1280, aheadMs } = options
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width, height: 800 } })
  await context.addCookies([
    { name: 'tenant', value: tenantId, url },
    { name: 'user', value: 'agent@example.org', url },
  ])
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  if (aheadMs !== undefined) await page.clock.setFixedTime(Date.now() + aheadMs)
  const foreignRequests: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== url) foreignRequests.push(request.url())
  })
  await page.goto(`${url}${pages[options.panel]}?conversation=${conversation}`)
  const focused = () => page.locator(':focus').innerText()
  return {
    page,
    shown: () => readPanel(page),
    orderId: () => page.locator(`${loaded} [data-order-id]`).getAttribute('data-order-id'),
    press: (button) => page.getByRole('button', { name: button }).click(),
    async tabTo(button) {
      for (let pressed = 0; pressed < 40; pressed += 1) {
        await page.keyboard.press('Tab')
        if ((await focused()).includes(button)) return
      }
      throw new Error(`no Tab leads to “${button}”`)
    },
    focused: async () => oneLine(await focused()),
    reload: async () => void (await page.reload()),
    foreignRequests,
    [Symbol.asyncDispose]: () => context.close(),
  }
}

/** Returns by how many pixels the page is wider than its window. */
export async function overflowOf({ page }: SidePanel): Promise<number> {
  return await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

async function readPanel(page: Page): Promise<Shown> {
  const panel = page.locator(loaded)
  await panel.waitFor()
  const references = await page
    .getByRole('navigation', { name: 'Commandes citées' })
    .getByRole('button')
    .allInnerTexts()
  const links = await panel.locator('a').all()
  return {
    references: references.map(oneLine),
    lines: linesOf(await panel.innerText()),
    alarms: (await panel.getByRole('alert').allInnerTexts()).map(oneLine),
    buttons: await panel.getByRole('button').allInnerTexts(),
    links: await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? '')),
  }
}

/** Without the empty lines between paragraphs. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(oneLine)
    .filter((line) => line !== '')
}

/** The spaces of French amounts and dates, and line breaks, as ordinary spaces. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim()
}
