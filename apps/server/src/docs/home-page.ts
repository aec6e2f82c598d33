import { createHash } from 'node:crypto'
import { version } from '../version.ts'

/** A page that loads nothing, and the policy that lets a browser load nothing. */
export interface HomePage {
  readonly html: string
  readonly contentSecurityPolicy: string
}

const style = `
:root { color-scheme: light dark; --text: #1b1b1f; --muted: #62626b; --line: #e2e2e7; --accent: #0a66c2; --back: #fff }
@media (prefers-color-scheme: dark) {
  :root { --text: #e7e7ea; --muted: #a0a0a8; --line: #2e2e33; --accent: #6cb2f7; --back: #0f0f10 }
}
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); margin: 0 }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.5rem }
h1 { font-size: 1.75rem; margin: 0 }
h1 small { font-size: 1rem; font-weight: normal; color: var(--muted) }
a { color: var(--accent) }
dl { border-top: 1px solid var(--line); margin: 2rem 0 0 }
dt { font-weight: 600; padding-top: 1rem }
dd { margin: 0; padding-bottom: 1rem; border-bottom: 1px solid var(--line); color: var(--muted) }
code, pre { font: 0.875rem/1.5 ui-monospace, monospace }
pre { overflow-x: auto; margin: 0.5rem 0 0; color: var(--text) }
`

const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page of the internal listener: what is served there, and where. It holds nothing of any tenant. */
export const internalHomePage: HomePage = page(`
    <h1>Orderport <small>${version}</small></h1>
    <p>Imports marketplace orders into a multi-tenant support desk. An agent asks for an order by its reference; the
      order is fetched from Amazon once, stored, and answered from then on.</p>
    <dl>
      <dt><a href="/docs">Documentation</a></dt>
      <dd>Both contracts, to read and to try: REST for the inbox’s back end, tRPC for <code>@orderport/sdk</code>. For
        programs: <a href="/docs/rest.json">rest.json</a>, <a href="/docs/trpc.json">trpc.json</a>.</dd>
      <dt><a href="/health">Health</a></dt>
      <dd>What works, what doesn’t, and what to do about it. For orchestrators: <a href="/livez">livez</a>,
        <a href="/readyz">readyz</a>. For Prometheus: <a href="/metrics">metrics</a>.</dd>
      <dt><a href="http://127.0.0.1:3000/">Example</a>, once it runs on your machine</dt>
      <dd>A support inbox in Next.js in front of this service. It needs a running <code>npm start</code>; then, in the
        repository:
        <pre>cd examples/nextjs-bff
npm run setup
npm run dev</pre></dd>
    </dl>`)

/** The page of the public listener, which serves programs alone. It names no version: anybody may open it. */
export const publicHomePage: HomePage = page(`
    <h1>Orderport</h1>
    <p>Programs call tRPC here, below <code>/trpc</code>, with a token or an API key; <code>@orderport/sdk</code> does it
      for them. There is nothing else to see at this address.</p>`)

function page(content: string): HomePage {
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Orderport</title>
    <link rel="icon" href="data:,">
    <style>${style}</style>
  </head>
  <body>
    <main>${content}
    </main>
  </body>
</html>
`
  return { html, contentSecurityPolicy }
}
