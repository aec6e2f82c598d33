import type { Browser } from 'playwright-core'
import { expect, it } from 'vitest'
import type { InboxFixture } from './inbox-fixture.ts'
import { onBothPanels } from './panel-stories.ts'
import {
  cancelledOrder,
  deliveredOrder,
  firstReference,
  replacementOf,
  secondReference,
  thirdReference,
} from './quoted-orders.ts'

const untracked = "— La commande est expédiée, mais Amazon n'en donne pas le suivi ; la date promise est passée."

interface Started {
  readonly inbox: InboxFixture
  readonly browser: Browser | undefined
}

/** Declares the stories of a conversation that quotes three orders. They call `started` when they run. */
export function describeSeveralOrders(started: () => Started): void {
  const inbox = () => started().inbox
  const browser = () => started().browser

  it('shows each reference of a conversation with its own state, and imports those that wait by their button', async () => {
    const shown = await onBothPanels(inbox(), browser(), async ({ tenantId, open }) => {
      const seller = inbox().service.connect(tenantId)
      seller.putOrder(cancelledOrder(firstReference))
      seller.putOrder(replacementOf(firstReference, secondReference))
      await using panel = await open({ conversation: 'plusieurs' })
      const states = (names: readonly string[]) =>
        [firstReference, secondReference, thirdReference].map((reference, index) => `${reference} ${names[index]}`)
      expect((await panel.shown()).references).toEqual(states(['Annulée', 'À importer', 'À importer']))
      expect(inbox().importsFor(tenantId)).toBe(2)

      await panel.press(thirdReference)
      expect(await panel.shown()).toMatchObject({
        lines: ['Commande introuvable', `${thirdReference} n’a pas encore été importée.`, 'Importer cette commande'],
        alarms: [],
        buttons: ['Importer cette commande'],
      })
      await panel.press('Importer cette commande')
      expect((await panel.shown()).references).toEqual(states(['Annulée', 'À importer', 'Introuvable sur Amazon']))
      expect((await panel.shown()).buttons).toEqual([])

      await panel.press(secondReference)
      await panel.press('Importer cette commande')
      const replacement = await panel.shown()
      expect(replacement.references).toEqual(states(['Annulée', 'Expédiée', 'Introuvable sur Amazon']))
      expect(replacement.lines).toEqual(expect.arrayContaining([untracked, 'Remplace', firstReference]))

      await panel.press(firstReference)
      await panel.press('Actualiser')
      return await panel.shown()
    })
    const lines = shown.lines.join(' | ')
    expect(lines).toContain('Commande annulée par l’acheteur le 20 janvier 2026 : Commandé par erreur')
    expect(lines).toContain('— La commande est annulée.')
    expect(lines).toContain(`Remplacée par | ${secondReference}`)
  })

  it('imports all orders of a conversation by one button, and shows how far that is', async () => {
    const shown = await onBothPanels(inbox(), browser(), async ({ tenantId, open }) => {
      const seller = inbox().service.connect(tenantId)
      seller.putOrder(cancelledOrder(firstReference))
      seller.putOrder(deliveredOrder(secondReference))
      await using panel = await open({ conversation: 'plusieurs' })
      await panel.shown()
      const { faults, requestLog } = inbox().service.amazon
      faults.push({ operation: 'getOrder', fault: { kind: 'hang' }, sellerId: seller.sellerId })
      const asked = requestLog.received('getOrder', requestLog.count('getOrder') + 1)
      await panel.press('Importer les 3 commandes de la conversation')
      await asked
      const progress = panel.page.getByRole('region', { name: 'Import de la conversation' })
      await progress.getByText(/^\d sur 3/).waitFor()
      faults.release()
      await progress.getByText('2 commandes importées, 1 en échec.').waitFor()
      expect(await inbox().storedIds(tenantId)).toHaveLength(2)
      await panel.press(thirdReference)
      return await panel.shown()
    })
    expect(shown).toMatchObject({
      references: [
        `${firstReference} Annulée`,
        `${secondReference} Livrée`,
        `${thirdReference} Introuvable sur Amazon`,
      ],
      alarms: [],
      buttons: [],
    })
  })
}
