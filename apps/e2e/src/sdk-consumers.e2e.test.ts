import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sampleOrder } from '@orderport/server/testing/sample-order'
import { startOrderport } from '@orderport/server/testing/start-orderport'
import { installedBrowser, launchBrowser } from './testing/browser.ts'
import { installConsumer, type ConsumerProject } from './testing/consumer-project.ts'
import { servePage } from './testing/serve-page.ts'

const reference = '171-4093870-1757126'
const unknownReference = '171-0000000-0000000'

/** Bytes that the client may have in a browser, minified and gzipped. */
const bundleLimit = 16_000

const executable = installedBrowser()

/** Starts Orderport for the consumers' tenant, which has one order at Amazon. */
async function startService() {
  const service = await startOrderport()
  service.connect('boutique-lyon').putOrder(sampleOrder(reference))
  return service
}

describe('a Node program that installed the packed SDK', () => {
  it('compiles with TypeScript 5.9 and runs on Node 18', async () => {
    await using service = await startService()
    await using project = await installConsumer('node-esm-ts59')
    await project.tool('tsc')
    const program = ['dist/main.js', service.address, reference, unknownReference]
    expect(JSON.parse(await project.run(oldNode(project), ...program))).toEqual({
      node: expect.stringMatching(process.platform === 'linux' ? /^18\./ : /./),
      sources: ['amazon_spapi', 'cache'],
      sameOrder: true,
      total: 1,
      left: ['#1001'],
      watched: ['done', 1, 1],
      codes: [
        'ORDER_NOT_FOUND_FOR_TENANT',
        'ORDER_NOT_FOUND',
        'ABORTED',
        'IMPORT_NOT_FOUND',
        'UNREADABLE_ANSWER',
        'INVALID_REQUEST',
      ],
    })
  })

  it('compiles with TypeScript 7 and calls through tRPC’s own client', async () => {
    await using service = await startService()
    await using project = await installConsumer('node-esm-ts7')
    await project.tool('tsc')
    const output = await project.run(process.execPath, 'dist/main.js', service.address, reference)
    expect(JSON.parse(output)).toEqual({
      source: 'stub',
      customer: 'Karim',
      total: 1,
      code: 'ORDER_NOT_FOUND',
      appCode: 'ORDER_NOT_FOUND',
      requestId: 'consumer-2',
      isCause: true,
    })
  })
})

describe('a page that bundled the packed SDK', () => {
  it(`has at most ${bundleLimit} bytes for the client and all that it imports`, async ({ annotate }) => {
    await using project = await installConsumer('vite-browser')
    await project.tool('vite', 'build', '--mode', 'size')
    const assets = join(project.folder, 'dist-size/assets')
    const [file = '', ...others] = await readdir(assets)
    expect(others).toEqual([])
    const bundle = await readFile(join(assets, file))
    const size = gzipSync(bundle, { level: 9 }).length
    await annotate(`${bundle.length} bytes minified, ${size} bytes gzipped`)
    expect(bundle.toString()).toContain('x-tenant-id')
    expect(size).toBeLessThan(bundleLimit)
  })

  it.runIf(executable !== null)('imports and reads in Chromium', async () => {
    await using service = await startService()
    await using page = await openPage('vite-browser', service.address)
    const output = page.tab.locator('output:not(:empty)')
    expect(JSON.parse((await output.textContent()) ?? '')).toEqual({
      source: 'amazon_spapi',
      total: 1,
      ref: reference,
      walked: [reference],
      ended: 'done',
      code: 'ORDER_NOT_FOUND',
    })
    expect(page.faults).toEqual([])
  })

  it.runIf(executable !== null)(
    'runs as a React component on TanStack Query in Chromium, by tRPC’s own integration',
    async () => {
      await using service = await startService()
      await using page = await openPage('react-query', service.address)
      expect(await page.tab.getByRole('alert').textContent()).toBe('ORDER_NOT_FOUND 404')
      await page.tab.getByRole('button', { name: 'Import' }).click()
      await page.tab.getByText(`${reference} Shipped`).waitFor()
      expect(await page.tab.getByRole('alert').count()).toBe(0)
      expect(page.faults).toEqual([])
      expect(service.amazon.requestLog.count('getOrder')).toBe(1)
    },
  )
})

/** Installs, builds and serves a project, and opens its page. */
async function openPage(name: string, service: string) {
  await using cleanup = new AsyncDisposableStack()
  const project = cleanup.use(await installConsumer(name))
  await project.run('npm', 'run', 'build')
  const served = cleanup.use(await servePage(join(project.folder, 'dist'), service))
  const browser = await launchBrowser(executable ?? '')
  cleanup.defer(() => browser.close())
  const tab = await browser.newPage()
  const faults: string[] = []
  tab.on('pageerror', (error) => faults.push(error.message))
  await tab.goto(`${served.address}/?ref=${reference}`)
  const owned = cleanup.move()
  return { tab, faults, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** The oldest Node.js that the SDK supports, where npm has it for this machine. */
function oldNode({ folder }: ConsumerProject): string {
  const old = join(folder, `node_modules/node-linux-${process.arch}/bin/node`)
  return existsSync(old) ? old : process.execPath
}
