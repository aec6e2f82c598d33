import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Prisma's page, and what it loads. */
export interface StudioPage {
  readonly html: string
  /** Lets a browser load what comes from this server, and nothing else: no telemetry, no font, no script. */
  readonly contentSecurityPolicy: string
  /** By their path. */
  readonly assets: Readonly<Record<string, { readonly type: string; readonly body: Buffer }>>
}

/** Returns the page, which opens on the orders of this schema. */
export async function loadStudioPage(schema: string): Promise<StudioPage> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('prisma/package.json'))), 'build')
  const [script, style] = await Promise.all([readFile(join(folder, 'studio.js')), readFile(join(folder, 'studio.css'))])
  const setup = setupScript(schema)
  return {
    html: htmlWith(setup),
    contentSecurityPolicy: policyFor(setup),
    assets: {
      '/studio.js': { type: 'text/javascript; charset=utf-8', body: script },
      '/studio.css': { type: 'text/css; charset=utf-8', body: style },
    },
  }
}

/** What Prisma's script reads when it starts: the kind of database, and from the address what to show. */
function setupScript(schema: string): string {
  const orders = new URLSearchParams({ view: 'table', schema, table: 'orders' }).toString()
  return `window.__STUDIO_CONFIG__ = { adapter: 'postgres' }; if (location.hash === '') history.replaceState(null, '', '#${orders}')`
}

function htmlWith(setup: string): string {
  return `<!doctype html>
<html lang="en" style="height: 100%">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Orderport: Prisma Studio</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/studio.css">
    <style>body { height: 100%; margin: 0 } #root { height: 100% }</style>
  </head>
  <body>
    <div id="root"></div>
    <script>${setup}</script>
    <script type="module" src="/studio.js"></script>
  </body>
</html>
`
}

/** Prisma's page styles its elements inline, and lays out diagrams in a worker that it makes itself. */
function policyFor(setup: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${createHash('sha256').update(setup).digest('base64')}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
