import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startOrderport, type Answer } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer } from '../../test/harness/wire.ts'

const fromBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }

function expectClosedPage({ status, headers, text }: Answer): void {
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? ''
  const digest = createHash('sha256').update(style).digest('base64')
  const policy = headers.get('content-security-policy')
  expect(policy).toMatch(/^default-src 'none'; /)
  expect(policy).toContain(`style-src 'sha256-${digest}';`)
  expect(policy).not.toMatch(/unsafe|https?:|\*|script-src/)
  expect(text).not.toMatch(/<script|<img|<iframe|\ssrc=|\sstyle=|\son\w+=|url\(|@import/)
}

describe('the page at /', () => {
  it('says what the service is, and each of its links leads to something', async () => {
    await using service = await startOrderport()
    const page = await service.call('/', fromBrowser)
    expectClosedPage(page)
    expect(page.text).toContain('multi-tenant support desk')
    const links = [...page.text.matchAll(/<a href="([^"]+)"/g)].map(([, href = '']) => href)
    expect(links).toEqual(expect.arrayContaining(['/docs', '/health', 'http://127.0.0.1:3000/']))
    const own = links.filter((href) => href.startsWith('/'))
    for (const path of own) expect([path, (await service.call(path)).status]).toEqual([path, 200])
    const folder = /cd (\S+)/.exec(page.text)?.[1] ?? ''
    expect(existsSync(join(import.meta.dirname, '../../../..', folder, 'package.json'))).toBe(true)
  })

  it('is open to whoever reaches the internal listener, whatever they accept', async () => {
    await using service = await startOrderport({ TRUSTED_CIDRS: '10.0.0.0/8' })
    const page = await service.call('/')
    expectClosedPage(page)
    expect(page.text).toContain('<a href="/docs">')
  })

  it('is smaller on the public listener, without a version or links, and not there for programs', async () => {
    await using service = await startOrderport({ PUBLIC_PORT: '0' })
    const page = await service.callPublic('/', fromBrowser)
    expectClosedPage(page)
    expect(page.text).not.toMatch(/<a |\d+\.\d+\.\d+/)
    const answer = await service.callPublic('/')
    expect([answer.status, codeFromAnswer(answer)]).toEqual([404, 'ROUTE_NOT_FOUND'])
  })
})
