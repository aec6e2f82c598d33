import { describe, expect, it } from 'vitest'
import { startOrderport } from '../../test/harness/start-orderport.ts'

/** What a browser loads with a page by itself, which excludes the links that a reader may follow. */
const loads = /<(?:script|img|iframe|source)[^>]*\ssrc="([^"]+)"|<link[^>]*\shref="([^"]+)"|url\(['"]?(https?:[^)'"]+)/g

describe('the documentation', () => {
  it('is a page that loads everything from the service itself', async () => {
    await using service = await startOrderport()
    const page = await service.call('/docs')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const loaded = [...page.text.matchAll(loads)].map(([, src, href, url]) => src ?? href ?? url)
    expect(loaded).toEqual(['/docs/scalar.js'])
    expect(page.text).not.toMatch(/https?:\/\//)
    const shown = [...page.text.matchAll(/"url": "([^"]+)"/g)].map(([, url]) => url)
    expect(shown).toEqual(['/docs/rest.json', '/docs/trpc.json'])
    for (const path of [...loaded, ...shown]) expect((await service.call(path ?? '')).status).toBe(200)
  })

  it('forbids the page to load anything else: another script, or a font of another host', async () => {
    await using service = await startOrderport()
    const { headers } = await service.call('/docs')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/script-src 'self' 'sha256-[^']+';/)
    expect(policy).toContain("connect-src 'self'")
    expect(policy).not.toMatch(/https?:|\*/)
    expect((await service.call('/docs/scalar.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it.each([
    ['/docs/rest.json', '/api/v1/orders/import-one'],
    ['/docs/trpc.json', '/trpc/orders.import'],
  ])('serves the document %s to programs', async (path, operation) => {
    await using service = await startOrderport()
    const answer = await service.call(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.body).toHaveProperty(['paths', operation, 'post'])
  })

  it('is open to whoever reaches the listener, as health is', async () => {
    await using service = await startOrderport({ TRUSTED_CIDRS: '10.0.0.0/8' })
    expect((await service.call('/docs/rest.json')).status).toBe(200)
  })
})
