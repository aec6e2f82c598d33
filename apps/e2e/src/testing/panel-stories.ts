import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import type { InboxFixture } from './inbox-fixture.ts'
import { panelNames, type PanelName, type Shown, type SidePanel, type SidePanelView } from './side-panel.ts'

/** What a story has: a tenant of its own, and a panel to open. */
interface Visit {
  readonly tenantId: string
  open(view?: SidePanelView): Promise<SidePanel>
}

let stories = 0

/** Tells a story on each panel, for a tenant of its own. Returns what the panels show. Fails if they differ. */
export async function onBothPanels(
  inbox: InboxFixture,
  browser: Browser | undefined,
  story: (visit: Visit) => Promise<Shown>,
): Promise<Shown> {
  if (browser === undefined) throw new Error('there is no browser')
  stories += 1
  const visit = (panel: PanelName): Visit => {
    const tenantId = `story-${stories}-${panel}`
    return { tenantId, open: (view) => inbox.open(browser, { panel, tenantId, ...view }) }
  }
  const [first, ...others] = panelNames
  const shown = await story(visit(first))
  for (const panel of others) expect(await story(visit(panel))).toEqual(shown)
  return shown
}
