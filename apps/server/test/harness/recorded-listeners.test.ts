import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { guardRoutes, mountFor } from '../../src/listeners/route-access.ts'
import { recordListeners } from './recorded-listeners.ts'

it('every route is recorded: HEAD, a prefix’s root with and without a slash, a plugin’s routes', async () => {
  const { started: app, listeners } = await recordListeners(async () => {
    const app = fastify()
    guardRoutes(app, { anyone: async () => undefined, bearer: async () => undefined })
    app.get('/open', { config: { access: 'anyone' } }, () => 'open')
    await mountFor(app, { access: 'bearer', prefix: '/mount' }, async (scope) => {
      scope.get('/', () => 'root')
      await scope.register(async (inner) =>
        inner.route({ method: ['PUT', 'DELETE'], url: '/x/:id', handler: () => 'x' }),
      )
    })
    return app
  })
  const routes = listeners.flatMap((listener) => listener.routes)
  expect(routes.map(({ method, url, access }) => `${method} ${url} ${access}`).toSorted()).toEqual([
    'DELETE /mount/x/:id bearer',
    'GET /mount bearer',
    'GET /mount/ bearer',
    'GET /open anyone',
    'HEAD /mount bearer',
    'HEAD /mount/ bearer',
    'HEAD /open anyone',
    'PUT /mount/x/:id bearer',
  ])
  await app.close()
})
