import { fastify, type FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import { guardRoutes, mountFor, type Guard } from './route-access.ts'

const handler = () => 'reached'

/** Returns a listener that serves anyone, and bearers of the header `bearer`. */
function listener(): FastifyInstance {
  const app = fastify()
  const bearer: Guard = async (request, reply) => {
    if (request.headers['bearer'] === undefined) await reply.code(401).send('refused')
  }
  guardRoutes(app, { anyone: async () => undefined, bearer })
  return app
}

async function statusOf(app: FastifyInstance, method: 'GET' | 'HEAD' | 'POST' | 'OPTIONS', url: string) {
  return (await app.inject({ method, url })).statusCode
}

describe('a listener', () => {
  it('can’t be built with a route that does not say who may call it', async () => {
    expect(() => listener().get('/open', handler)).toThrow('GET /open does not say who may call it')
    await using app = listener()
    app.register(async (scope) => {
      scope.route({ method: ['POST', 'PUT'], url: '/nested', handler })
    })
    await expect(app.ready().then(() => 'ready')).rejects.toThrow('POST,PUT /nested does not say who may call it')
  })

  it('can’t be built with a route whose access it has no guard for', async () => {
    await using app = listener()
    const mounted = mountFor(app, { access: 'trusted-peer', prefix: '/api' }, (scope) => {
      scope.get('/orders', handler)
    })
    await expect(mounted).rejects.toThrow('GET /api/orders is for trusted-peer, which this listener has no guard for')
  })

  it('guards every route by its own access or its mount’s, HEAD and a plugin’s included', async () => {
    await using app = listener()
    app.get('/open', { config: { access: 'anyone' } }, handler)
    app.get('/closed', { config: { access: 'bearer' } }, handler)
    await mountFor(app, { access: 'bearer', prefix: '/mount' }, async (scope) => {
      scope.get('/', handler)
      await scope.register(async (inner) => {
        inner.all('/plugin/:path', handler)
      })
    })
    expect(await statusOf(app, 'GET', '/open')).toBe(200)
    const closed = await Promise.all([
      statusOf(app, 'GET', '/closed'),
      statusOf(app, 'HEAD', '/closed'),
      statusOf(app, 'GET', '/mount'),
      statusOf(app, 'GET', '/mount/'),
      statusOf(app, 'HEAD', '/mount'),
      statusOf(app, 'POST', '/mount/plugin/x'),
      statusOf(app, 'OPTIONS', '/mount/plugin/x'),
      statusOf(app, 'HEAD', '/mount/plugin/x'),
    ])
    expect(closed).toEqual(closed.map(() => 401))
    const answer = await app.inject({ method: 'POST', url: '/mount/plugin/x', headers: { bearer: 'yes' } })
    expect(answer.body).toBe('reached')
  })

  it('guards a route before its own hooks', async () => {
    await using app = listener()
    const reached: string[] = []
    const onRequest = async () => void reached.push('own hook')
    app.get('/closed', { config: { access: 'bearer' }, onRequest }, handler)
    await app.inject({ url: '/closed' })
    expect(reached).toEqual([])
    await app.inject({ url: '/closed', headers: { bearer: 'yes' } })
    expect(reached).toEqual(['own hook'])
  })

  it('keeps a mount’s access to the mount', async () => {
    await using app = listener()
    await mountFor(app, { access: 'anyone' }, (scope) => {
      scope.get('/open', handler)
    })
    expect(() => app.get('/forgotten', handler)).toThrow('does not say who may call it')
  })
})
