import { openInspection } from '@orderport/db'
import { sampleOrder } from '@orderport/server/testing/sample-order'
import { startOrderport } from '@orderport/server/testing/start-orderport'
import { startStudio } from '@orderport/studio'
import { expect, it } from 'vitest'
import { installedBrowser, launchBrowser } from './testing/browser.ts'

const executable = installedBrowser()
const reference = '171-4093870-1757126'

it.skipIf(executable === null)('Studio opens on the orders in Chromium, and calls nothing but itself', async () => {
  await using service = await startOrderport()
  service.connect('boutique-lyon').putOrder(sampleOrder(reference))
  await service.importOne('boutique-lyon', reference)
  await using inspection = await openInspection({ adminUrl: service.database.superuserUrl, studioUrl: null })
  await using studio = await startStudio(inspection, 0)
  await using browser = await launchBrowser(executable ?? '')
  const page = await browser.newPage()
  const errors: string[] = []
  // What the policy forbids is no request: it never leaves the page.
  const asked = new Set<string>()
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('request', (request) => asked.add(new URL(request.url()).origin))
  await page.goto(studio.url)
  // The table draws only the columns that fit; the tenant's is the first.
  await page.getByRole('gridcell', { name: 'boutique-lyon' }).or(page.getByText('boutique-lyon')).first().waitFor()
  expect(new URL(page.url()).hash).toContain('table=orders')
  for (const [tab, view] of [
    ['Visualizer', 'schema'],
    ['SQL', 'sql'],
  ] as const) {
    await page.getByText(tab, { exact: true }).first().click()
    await page.waitForURL((url) => url.hash.includes(`view=${view}`))
  }
  asked.delete('null') // data: and blob:
  expect([...asked]).toEqual([studio.url])
  expect(errors).toEqual([])
})
