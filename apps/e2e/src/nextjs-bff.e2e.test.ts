import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { installedBrowser, launchBrowser } from './testing/browser.ts'
import { describeRoutes } from './testing/back-end-routes.ts'
import { startInbox, type InboxFixture } from './testing/inbox-fixture.ts'
import {
  firstReference,
  fullOrder,
  deliveredOrder,
  orderRef,
  orderToShip,
  orderWithPounds,
  pendingOrder,
  secondReference,
} from './testing/quoted-orders.ts'
import { outages } from './testing/outages.ts'
import { onBothPanels } from './testing/panel-stories.ts'
import { describeSeveralOrders } from './testing/several-orders.ts'
import { isNoAddress, shownOrders } from './testing/shown-orders.ts'
import { overflowOf } from './testing/side-panel.ts'

const executable = installedBrowser()
if (executable === null) process.stdout.write('No Chromium is installed: the side panels were not cleanup.\n')

const amazonAway = "Amazon n'a pas répondu correctement. Réessayez dans quelques instants."
const notRefreshed = 'Actualisation impossible, la commande affichée reste celle d’avant.'

const cleanup = new AsyncDisposableStack()
let inbox: InboxFixture
let browser: Browser | undefined

beforeAll(async () => {
  inbox = cleanup.use(await startInbox(inject('sdkTarball')))
  if (executable !== null) browser = cleanup.use(await launchBrowser(executable))
})

afterAll(() => cleanup.disposeAsync())

describeRoutes(() => inbox)

describe.runIf(executable !== null)('a conversation that quotes several orders', () => {
  describeSeveralOrders(() => ({ inbox, browser }))
})

describe.runIf(executable !== null)('the side panel, on the BFF and on the SDK, in Chromium', () => {
  it('shows an order that Amazon doesn’t know as “introuvable sur Amazon”, with no button and nothing in red', async () => {
    const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      inbox.service.connect(tenantId)
      await using panel = await open({ conversation: 'transfert' })
      const seen = await panel.shown()
      expect(inbox.importsFor(tenantId)).toBe(2)
      expect(await inbox.storedIds(tenantId)).toEqual([])
      expect(panel.foreignRequests).toEqual([])
      return seen
    })
    expect(shown).toEqual({
      references: [],
      lines: [
        'Commande introuvable sur Amazon pour ce compte.',
        'Vérifiez la référence 171-0000000-0000009 auprès du client.',
      ],
      alarms: [],
      buttons: [],
      links: [],
    })
  })

  it('imports an order that Amazon has got to know when it opens again', async () => {
    const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      await using panel = await open()
      expect((await panel.shown()).buttons).toEqual([])
      seller.putOrder(deliveredOrder())
      await panel.reload()
      const id = await panel.orderId()
      expect(await inbox.storedIds(tenantId)).toEqual([id])
      return await panel.shown()
    })
    expect(shown.lines).toEqual(shownOrders.delivered)
    expect(shown).toMatchObject({ references: [], alarms: [], buttons: ['Actualiser'] })
    expect(shown.links).toEqual(['https://www.laposte.fr/outils/suivre-vos-envois?code=6A00000001234'])
  })

  it('shows everything that Amazon says of an order, with each package’s link', async () => {
    const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      inbox.service.connect(tenantId).putOrder(fullOrder())
      await using panel = await open()
      return await panel.shown()
    })
    expect(shown.lines).toEqual(shownOrders.full)
    expect(shown.links).toEqual([
      'https://www.laposte.fr/outils/suivre-vos-envois?code=6A00000001234',
      'https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT=XY000000012FR',
    ])
  })

  it('shows what isn’t known as “—”, never as 0 or 1970', async () => {
    const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      inbox.service.connect(tenantId).putOrder(pendingOrder())
      await using panel = await open()
      return await panel.shown()
    })
    expect(shown.lines).toEqual(shownOrders.pending)
    expect(shown.lines.join(' ')).not.toMatch(/1970|\b0(,00)? €/)
  })

  it('shows an item’s price in another currency in that currency', async () => {
    const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      inbox.service.connect(tenantId).putOrder(orderWithPounds())
      await using panel = await open()
      return await panel.shown()
    })
    const first = shown.lines.indexOf('ARTICLES')
    expect(shown.lines.slice(first, shown.lines.indexOf('MONTANTS'))).toEqual(shownOrders.itemsWithPounds)
  })

  it('asks Amazon once by “Actualiser”, which is disabled meanwhile, and shows what it says now', async () => {
    const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      seller.putOrder(orderToShip())
      await using panel = await open()
      const before = (await panel.shown()).lines.join(' | ')
      expect(before).toContain('Dans les délais La commande est à expédier, dans les délais.')
      expect(before).toContain('À expédier avant | 2 juin 2098, 23:59')

      seller.putOrder(deliveredOrder())
      const { faults, requestLog } = inbox.service.amazon
      faults.push({ operation: 'getOrder', fault: { kind: 'hang' }, sellerId: seller.sellerId })
      const asked = requestLog.received('getOrder', requestLog.count('getOrder') + 1)
      await panel.tabTo('Actualiser')
      await panel.page.keyboard.press('Enter')
      await asked
      expect(await panel.page.getByRole('button', { name: 'Actualisation…' }).isDisabled()).toBe(true)
      await panel.page.keyboard.press('Enter')
      faults.release()
      const after = await panel.shown()
      expect(await panel.focused()).toBe('Actualiser')
      expect(inbox.amazonCallsFor(seller)).toBe(2)
      return after
    })
    // The check before this one found it under way after the promised date.
    const late = 'Livrée en retard La commande a été livrée en retard.'
    expect(shown.lines).toEqual(
      shownOrders.delivered.map((line) => (line === 'Livrée La commande est livrée.' ? late : line)),
    )
  })

  it('keeps the order when a refresh fails, says so, and says how old the order is', async () => {
    // A little more than three hours, because the import takes a moment.
    const aheadMs = 3 * 3_600_000 + 5 * 60_000
    const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      seller.putOrder(deliveredOrder())
      await using panel = await open({ aheadMs })
      const before = await panel.shown()
      const fault = { kind: 'internal-failure' } as const
      inbox.service.amazon.faults.push({ operation: 'getOrder', fault, sellerId: seller.sellerId, times: 9 })
      await panel.press('Actualiser')
      const after = await panel.shown()
      inbox.service.amazon.faults.clear()
      expect(after.lines.filter((line) => !after.alarms.includes(line))).toEqual(before.lines)
      await panel.press('Actualiser')
      expect(await panel.shown()).toEqual(before)
      return after
    })
    expect(shown.lines).toContain('Mis à jour il y a 3 heures')
    expect(shown.alarms).toEqual([`${notRefreshed} ${amazonAway}`])
  })

  it('imports twice on opening, while Amazon is slow: one upstream call, one row, one id', async () => {
    await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      seller.putOrder(deliveredOrder())
      const { faults, requestLog } = inbox.service.amazon
      faults.push({ operation: 'getOrder', fault: { kind: 'hang' }, sellerId: seller.sellerId })
      const asked = requestLog.received('getOrder', requestLog.count('getOrder') + 1)
      await using panel = await open()
      await asked
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
    await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      seller.putOrder(deliveredOrder())
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
    const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      await using panel = await open()
      const id = await panel.orderId()
      expect(await inbox.storedIds(tenantId)).toEqual([id])
      return await panel.shown()
    })
    expect(shown.lines.join(' | ')).toContain('Commande provisoire : ce compte n’a pas encore relié Amazon.')
    expect(shown.lines.join(' | ')).toContain('Total | — |')
    expect(shown.lines).toEqual(expect.arrayContaining(['Mis à jour —', 'Karim Ouafi']))
    expect(shown.alarms).toEqual([])
  })

  it.each(outages)(
    'shows in red and in French that $name is away, offers no import, and shows the order by “Réessayer” afterwards',
    async (outage) => {
      const shown = await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
        inbox.service.connect(tenantId).putOrder(deliveredOrder())
        const end = await outage.begin(inbox, tenantId)
        await using panel = await open()
        const seen = await panel.shown()
        await end()
        expect(await inbox.storedIds(tenantId)).toEqual([])
        await panel.press('Réessayer')
        const id = await panel.orderId()
        expect(await inbox.storedIds(tenantId)).toEqual([id])
        expect((await panel.shown()).alarms).toEqual([])
        return seen
      })
      expect(shown).toEqual({
        references: [],
        lines: [outage.sentence, 'Réessayer'],
        alarms: [outage.sentence],
        buttons: ['Réessayer'],
        links: [],
      })
    },
  )

  it('works by keyboard, and never scrolls sideways on a telephone', async () => {
    await onBothPanels(inbox, browser, async ({ tenantId, open }) => {
      const seller = inbox.service.connect(tenantId)
      seller.putOrder(fullOrder(firstReference))
      seller.putOrder(deliveredOrder(secondReference))
      await using panel = await open({ conversation: 'plusieurs', width: 390 })
      await panel.shown()
      expect(await overflowOf(panel)).toBe(0)
      await panel.tabTo(secondReference)
      await panel.page.keyboard.press('Enter')
      await panel.tabTo('Importer cette commande')
      await panel.page.keyboard.press(' ')
      const shown = await panel.shown()
      expect(shown.lines.filter(isNoAddress)).toEqual(
        shownOrders.delivered.filter(isNoAddress).map((line) => line.replace(orderRef, secondReference)),
      )
      expect(await overflowOf(panel)).toBe(0)
      return shown
    })
  })
})
