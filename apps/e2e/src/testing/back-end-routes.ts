import { beforeAll, describe, expect, it } from 'vitest'
import type { InboxFixture } from './inbox-fixture.ts'
import { deliveredOrder, orderRef } from './quoted-orders.ts'
import { routeCases } from './route-cases.ts'

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

/** Declares the tests of the back end's routes. They call `fixture` when they run. */
export function describeRoutes(fixture: () => InboxFixture): void {
  describe('the back end’s routes', () => {
    const tenantId = 'boutique-lyon'

    beforeAll(async () => {
      fixture().service.connect(tenantId).putOrder(deliveredOrder())
      await fixture().service.importOne(tenantId, orderRef)
    })

    it.each(routeCases)(
      '$name: forwarded with three headers, and the answer $status returned unchanged',
      async (route) => {
        const { path, forwarded, body, status } = route
        const method = body === undefined ? 'GET' : 'POST'
        const before = fixture().proxy.requests.length
        const answer = await fixture().fetch(tenantId, path, body)
        const sent = fixture().proxy.requests.slice(before)
        expect(sent.map(({ method: verb, path: asked }) => [verb, asked])).toEqual([[method, forwarded]])
        const added = Object.entries(sent[0]?.headers ?? {}).filter(([name]) => !headersOfFetch.has(name))
        expect(Object.fromEntries(added)).toEqual({
          'content-type': 'application/json',
          'x-tenant-id': tenantId,
          'x-user-email': 'agent@example.org',
        })

        const direct = await fixture().service.call(forwarded, { method, body, headers: { 'x-tenant-id': tenantId } })
        expect([answer.status, direct.status]).toEqual([status, status])
        expect(answer.headers.get('content-type')).toBe(direct.headers.get('content-type'))
        const withoutRequestId = (text: string, { headers }: { headers: Headers }) =>
          text.replace(headers.get('x-request-id') ?? '', '')
        expect(withoutRequestId(await answer.text(), answer)).toBe(withoutRequestId(direct.text, direct))
      },
    )

    it.each(routeCases)('$name: a 502 of the back end when Orderport can’t be reached', async ({ path, body }) => {
      fixture().proxy.answering = false
      const answer = await fixture().fetch(tenantId, path, body)
      fixture().proxy.answering = true
      expect(answer.status).toBe(502)
      expect(await answer.json()).toEqual({ error: unreachable, code: 'ORDERPORT_UNREACHABLE' })
    })

    it('the SDK’s calls are forwarded for the session’s tenant, whatever tenant the browser sends', async () => {
      const headers = { cookie: `tenant=${tenantId}`, 'x-tenant-id': 'atelier-berlin', 'x-request-id': 'trace-1' }
      const answer = await fetch(`${fixture().app.address}/api/trpc/orders.list`, { headers })
      const sent = fixture().proxy.requests.at(-1)
      expect(sent).toMatchObject({ path: '/trpc/orders.list', headers: { 'x-tenant-id': tenantId } })
      expect([answer.status, answer.headers.get('x-request-id')]).toEqual([200, 'trace-1'])
    })
  })
}
