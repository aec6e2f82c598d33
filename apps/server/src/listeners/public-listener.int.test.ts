import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createClock } from '../../test/harness/clock.ts'
import { startIdentityProvider } from '../../test/harness/identity-provider.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport, type Answer } from '../../test/harness/start-orderport.ts'
import { importedFrom } from '../../test/harness/wire.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'

const failureSchema = z.object({ error: z.object({ data: z.object({ appCode: z.string() }) }) })
const ordersSchema = z.object({
  result: z.object({ data: z.object({ orders: z.array(z.object({ ref: z.string() })) }) }),
})

/** The service with a public listener and an identity provider; the tenant holds one order. */
async function open(variables: Record<string, string> = {}) {
  await using cleanup = new AsyncDisposableStack()
  const provider = cleanup.use(await startIdentityProvider())
  const { now, pass } = createClock()
  const environment = { PUBLIC_PORT: '0', ...provider.variables, ...variables }
  const service = cleanup.use(await startOrderport(environment, { now }))
  service.connect(tenant).putOrder(sampleOrder(reference))
  const order = importedFrom(await service.importOne(tenant, reference))
  const owned = cleanup.move()
  const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` })
  return {
    provider,
    service,
    order,
    list: (headers: Record<string, string> = {}) => service.callPublic('/trpc/orders.list', { headers }),
    bearer,
    token: async (claims: object) => bearer(await provider.sign({ sub: 'desk', ...claims }, now())),
    pass,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The status, and our code of a failure. */
function outcome(answer: Answer): string {
  if (answer.status === 200) return '200'
  return `${answer.status} ${failureSchema.parse(answer.body).error.data.appCode}`
}

function refsOf(answer: Answer): string[] {
  return ordersSchema.parse(answer.body).result.data.orders.map(({ ref }) => ref)
}

describe('the public listener', () => {
  it('serves tRPC only', async () => {
    await using world = await open()
    const headers = await world.token({ tenants: [tenant] })
    for (const path of [
      '/livez',
      '/readyz',
      '/health',
      '/metrics',
      '/api/v1/orders',
      `/api/v1/orders/${reference}`,
      '/',
    ]) {
      const answer = await world.service.callPublic(path, { headers })
      expect([answer.status, z.object({ code: z.string() }).parse(answer.body).code]).toEqual([404, 'ROUTE_NOT_FOUND'])
    }
    expect(refsOf(await world.list(headers))).toEqual([reference])
  })

  it('answers 401 with a challenge without a valid credential, whatever is asserted or asked for', async () => {
    await using world = await open()
    const asserted = { 'x-user-email': 'admin@example.org', 'x-tenant-id': tenant, 'x-forwarded-for': '127.0.0.1' }
    const { key } = await world.service.addApiKey(tenant)
    const bad = [{}, world.bearer('x'), world.bearer(`${key}x`), world.bearer('opk_x'), { authorization: 'Basic YTpi' }]
    for (const headers of bad) {
      const answer = await world.list({ ...asserted, ...headers })
      expect(outcome(answer)).toBe('401 AUTH_REQUIRED')
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      expect(answer.headers.get('x-request-id')).not.toBeNull()
    }
    for (const path of ['/trpc/orders.unknown', '/trpc/orders.list,orders.get?batch=1', '/trpc/x']) {
      expect(outcome(await world.service.callPublic(path, { headers: asserted }))).toBe('401 AUTH_REQUIRED')
    }
  })

  it('refuses an unauthenticated request before it reads the body', async () => {
    await using world = await open()
    const { publicAddress } = world.service.server
    const { hostname, port } = new URL(publicAddress ?? '')
    const socket = connect(Number(port), hostname)
    socket.write(
      'POST /trpc/orders.import HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{',
    )
    const [first] = await new Promise<Buffer[]>((resolve) => socket.once('data', (data) => resolve([data])))
    expect(String(first)).toMatch(/^HTTP\/1\.1 401 /)
    socket.destroy()
    await text(socket).catch(() => '')
  })

  it('lets X-Tenant-Id only choose among a token’s tenants', async () => {
    await using world = await open()
    const two = await world.token({ tenants: [tenant, 'atelier-berlin'] })
    expect(outcome(await world.list(two))).toBe('400 TENANT_ID_MISSING')
    expect(refsOf(await world.list({ ...two, 'x-tenant-id': tenant }))).toEqual([reference])
    expect(refsOf(await world.list({ ...two, 'x-tenant-id': 'atelier-berlin' }))).toEqual([])
    expect(outcome(await world.list({ ...two, 'x-tenant-id': 'nouveau-client' }))).toBe('403 NOT_MEMBER')
    expect(outcome(await world.list({ ...two, 'x-tenant-id': '../etc' }))).toBe('400 INVALID_REQUEST')
    const email = await world.token({ tenants: ['atelier-berlin'] })
    const asserted = { ...email, 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' }
    await world.service.addMember(tenant, 'agent@example.org')
    expect(outcome(await world.list(asserted))).toBe('403 NOT_MEMBER')
  })

  it('looks up a member by a token’s e-mail address, even with MEMBERSHIP=off on the internal listener', async () => {
    await using world = await open({ MEMBERSHIP: 'off' })
    await world.service.addMember(tenant, 'agent@example.org')
    const asked = { 'x-tenant-id': tenant }
    const list = async (claims: object) => outcome(await world.list({ ...(await world.token(claims)), ...asked }))
    expect(await list({ email: 'Agent@Example.org' })).toBe('200')
    expect(await list({ email: 'agent@example.org', email_verified: false })).toBe('403 NOT_MEMBER')
    expect(await list({ email: 'stranger@example.org' })).toBe('403 NOT_MEMBER')
    expect(await list({})).toBe('403 NOT_MEMBER')
    expect(await list({ email: 'agent@example.org', scope: 'orders:import' })).toBe('403 SCOPE_MISSING')
  })

  it('requires each procedure’s scope', async () => {
    await using world = await open()
    const reader = await world.token({ tenants: [tenant], scope: 'orders:read' })
    const body = { orderRef: reference }
    const importWith = async (headers: Record<string, string>) =>
      outcome(await world.service.callPublic('/trpc/orders.import', { method: 'POST', headers, body }))
    expect(outcome(await world.list(reader))).toBe('200')
    expect(await importWith(reader)).toBe('403 SCOPE_MISSING')
    expect(await importWith(await world.token({ tenants: [tenant] }))).toBe('200')
    const { key } = await world.service.addApiKey(tenant, { scopes: ['orders:import'] })
    expect(outcome(await world.list(world.bearer(key)))).toBe('403 SCOPE_MISSING')
    expect(await importWith({ 'x-api-key': key })).toBe('200')
  })

  it('accepts an API key for its own tenant, and records its use', async () => {
    await using world = await open()
    const { id, key } = await world.service.addApiKey(tenant, { expiresAt: '2999-01-01T00:00:00Z' })
    const late = await world.service.addApiKey(tenant, { expiresAt: '2020-01-01T00:00:00Z' })
    expect(refsOf(await world.list(world.bearer(key)))).toEqual([reference])
    expect(refsOf(await world.list({ 'x-api-key': key, 'x-tenant-id': tenant }))).toEqual([reference])
    expect(outcome(await world.list({ 'x-api-key': key, 'x-tenant-id': 'atelier-berlin' }))).toBe('403 TENANT_MISMATCH')
    expect(outcome(await world.list(world.bearer(late.key)))).toBe('401 AUTH_REQUIRED')
    await world.service.server.stop()
    const used = await world.service.database.superuserQuery(`SELECT id FROM api_keys WHERE last_used_at IS NOT NULL`)
    expect(used).toEqual([{ id }])
  })

  it('refuses a revoked API key, and an expired token', async () => {
    await using world = await open()
    const { id, key } = await world.service.addApiKey(tenant)
    const token = await world.token({ tenants: [tenant] })
    expect([outcome(await world.list(world.bearer(key))), outcome(await world.list(token))]).toEqual(['200', '200'])
    await world.service.database.superuserQuery(`UPDATE api_keys SET revoked_at = now() WHERE id = '${id}'`)
    world.pass(15_001)
    expect(outcome(await world.list(world.bearer(key)))).toBe('401 AUTH_REQUIRED')
    world.pass(330_000)
    expect(outcome(await world.list(token))).toBe('401 AUTH_REQUIRED')
  })

  it('answers 503, not 401, while the provider is unreachable', async () => {
    await using world = await open()
    world.provider.answerWith((response) => response.destroy())
    const answer = await world.list(await world.token({ tenants: [tenant] }))
    expect(outcome(answer)).toBe('503 IDENTITY_UNAVAILABLE')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.get('www-authenticate')).toBeNull()
    const { key } = await world.service.addApiKey(tenant)
    expect(outcome(await world.list(world.bearer(key)))).toBe('200')
  })

  it('counts refusals', async () => {
    await using world = await open()
    await world.list()
    await world.list(world.bearer('x'))
    await world.list({ ...(await world.token({ tenants: ['a'] })), 'x-tenant-id': tenant })
    const metrics = (await world.service.call('/metrics')).text
    expect(metrics).toContain('orderport_refusals_total{code="AUTH_REQUIRED"} 2')
    expect(metrics).toContain('orderport_refusals_total{code="NOT_MEMBER"} 1')
  })
})

describe('browsers', () => {
  const origin = 'https://desk.example.org'
  const preflight = (from: string) => ({
    method: 'OPTIONS',
    headers: {
      origin: from,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  })

  it('may call from an allowed origin, and read why a call was refused', async () => {
    await using world = await open({ PUBLIC_ALLOWED_ORIGINS: origin })
    const allowed = await world.service.callPublic('/trpc/orders.import', preflight(origin))
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin)
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization')
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull()
    const answer = await world.list({ origin, ...(await world.token({ tenants: [tenant] })) })
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id')
    const refused = await world.list({ origin })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin])
    const foreign = await world.service.callPublic('/trpc/orders.import', preflight('https://evil.example.org'))
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  })

  it.each([
    ['a plain call', '/trpc/orders.list', 200],
    ['a call that tRPC answers itself', '/trpc/orders.list?connectionParams=null', 200],
    ['a failure that tRPC answers itself', '/trpc/orders.unknown', 404],
  ])('are told that the answer to %s varies by origin too, for caches', async (_what, path, status) => {
    await using world = await open({ PUBLIC_ALLOWED_ORIGINS: `${origin},https://other.example.org` })
    const headers = { origin, ...(await world.token({ tenants: [tenant] })) }
    const answer = await world.service.callPublic(path, { headers })
    expect([answer.status, answer.headers.get('vary')]).toEqual([status, 'Origin, trpc-accept, accept'])
  })

  it('may not call at all by default', async () => {
    await using world = await open()
    const answer = await world.service.callPublic('/trpc/orders.import', preflight(origin))
    expect(answer.status).toBe(404)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    const inside = await world.service.call('/trpc/orders.list', { headers: { origin, 'x-tenant-id': tenant } })
    expect(inside.headers.get('access-control-allow-origin')).toBeNull()
  })
})

it('both listeners let a running import finish when the service stops, then close their ports', async () => {
  await using world = await open()
  const { service } = world
  service.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  const headers = await world.token({ tenants: [tenant] })
  const body = { orderRef: reference, refresh: true }
  const running = service.callPublic('/trpc/orders.import', { method: 'POST', headers, body })
  await service.amazon.requestLog.received('getOrder', 2)
  const stopped = service.server.stop()
  expect((await service.call('/readyz')).status).toBe(503)
  service.amazon.faults.release()
  expect(outcome(await running)).toBe('200')
  await stopped
  await expect(service.call('/livez')).rejects.toThrow('fetch failed')
  await expect(service.callPublic('/trpc/orders.list')).rejects.toThrow('fetch failed')
})
