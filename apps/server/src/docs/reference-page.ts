import type { FastifyApiReferenceOptions } from '@scalar/fastify-api-reference'
import { fastify } from 'fastify'
import { createHash } from 'node:crypto'

/** The page that shows the OpenAPI documents, and its script. */
export interface ReferencePage {
  readonly html: string
  readonly script: string
  /** Lets a browser load what comes from this service, and nothing else. */
  readonly contentSecurityPolicy: string
}

/** Turns off every feature by which Scalar would contact another host or store what a reader types. */
const configuration: NonNullable<FastifyApiReferenceOptions['configuration']> = {
  cdn: '/docs/scalar.js',
  pageTitle: 'Orderport',
  sources: [
    { title: 'REST', slug: 'rest', url: '/docs/rest.json' },
    { title: 'tRPC', slug: 'trpc', url: '/docs/trpc.json' },
  ],
  withDefaultFonts: false,
  telemetry: false,
  persistAuth: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
}

/**
 * Returns Scalar's page. Its plugin holds the whole script (5 MB of text), so it is loaded on the first visit and not
 * at the start, and in a Fastify of its own: the service's is listening by then and takes no more plugins.
 */
export async function loadReferencePage(): Promise<ReferencePage> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const app = fastify()
  try {
    await app.register(scalar, { routePrefix: '/docs', configuration })
    const page = await app.inject('/docs/')
    const script = await app.inject('/docs/js/scalar.js')
    if (page.statusCode !== 200 || script.statusCode !== 200) throw new Error('Scalar returned no page.')
    return { html: page.body, script: script.body, contentSecurityPolicy: policyFor(page.body) }
  } finally {
    await app.close()
  }
}

/** Inline scripts run only by their digest. Scalar styles its elements inline. */
function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src 'self' ${inline.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
