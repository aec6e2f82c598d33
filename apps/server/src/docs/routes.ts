import type { FastifyInstance } from 'fastify'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { documents } from './documents.ts'
import { loadReferencePage, type ReferencePage } from './reference-page.ts'

/**
 * Mounts the OpenAPI documents: for people at `/docs`, for programs at `/docs/rest.json` and `/docs/trpc.json`. Like
 * health, they are open to whoever reaches the listener: they hold nothing of any tenant.
 */
export function docsRoutes(app: FastifyInstance): void {
  let loading: Promise<ReferencePage> | null = null
  const page = () =>
    (loading ??= loadReferencePage().catch((error: unknown) => {
      loading = null
      throw error
    }))
  app.get('/docs', async (_request, reply) => {
    const { html, contentSecurityPolicy } = await page()
    void reply.header('content-security-policy', contentSecurityPolicy).header('x-content-type-options', 'nosniff')
    return reply.type('text/html; charset=utf-8').send(html)
  })
  app.get('/docs/scalar.js', async (_request, reply) => {
    const { script } = await page()
    return reply.header('cache-control', 'max-age=3600').type('text/javascript; charset=utf-8').send(script)
  })
  for (const [path, location] of Object.entries(documents)) {
    app.get(path, async (_request, reply) => {
      const text = await readFile(fileURLToPath(location), 'utf8')
      return reply.type('application/json; charset=utf-8').send(text)
    })
  }
}
