import type { FastifyApiReferenceOptions } from '@scalar/fastify-api-reference'
import { fastify } from 'fastify'
import { createHash } from 'node:crypto'

/** The page that shows the OpenAPI documents, and the program that it runs. */
export interface ReferencePage {
  readonly html: string
  readonly script: string
  /** What a browser that shows the page may load: from this service, and nothing else. */
  readonly contentSecurityPolicy: string
}

/** Everything by which Scalar would reach for another host, or keep what a reader types, is off. */
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
 * Scalar's page. Its plugin carries the whole program (5 MB of text), so it is loaded when a reader comes and not when
 * the service starts, and in a Fastify of its own: the service's has long been listening by then.
 */
export async function loadReferencePage(): Promise<ReferencePage> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const app = fastify()
  try {
    await app.register(scalar, { routePrefix: '/docs', configuration })
    const page = await app.inject('/docs/')
    const script = await app.inject('/docs/js/scalar.js')
    if (page.statusCode !== 200 || script.statusCode !== 200) throw new Error('Scalar gives no page.')
    return { html: page.body, script: script.body, contentSecurityPolicy: policyFor(page.body) }
  } finally {
    await app.close()
  }
}

/** Inline scripts run by their digest alone; Scalar styles its elements inline. */
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
