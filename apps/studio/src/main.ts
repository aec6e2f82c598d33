import { AdministrationError, openInspection } from '@orderport/db'
import { spawn } from 'node:child_process'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { startStudio } from './start-studio.ts'

const defaultPort = 51_212
const usage = 'npm run studio -- [--port <number>] [--browser none]'

async function run(): Promise<void> {
  const { port, opens } = readArguments()
  await using cleanup = new AsyncDisposableStack()
  const { DATABASE_ADMIN_URL: adminUrl, DATABASE_STUDIO_URL: studioUrl } = process.env
  const inspection = cleanup.use(await openInspection({ adminUrl: adminUrl || null, studioUrl: studioUrl || null }))
  const studio = cleanup.use(await startStudio(inspection, port))
  console.log(
    `Prisma Studio is running at: ${studio.url}\nIt shows every tenant’s rows and changes none. Ctrl-C stops it.`,
  )
  if (opens) openInBrowser(studio.url)
  await stopRequested()
}

function readArguments(): { readonly port: number; readonly opens: boolean } {
  const options = {
    port: { type: 'string', short: 'p' },
    browser: { type: 'string', short: 'b' },
    help: { type: 'boolean', short: 'h' },
  } as const
  try {
    const { values } = parseArgs({ options })
    const port = Number(values.port ?? defaultPort)
    if (values.help === true || !Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(usage)
    return { port, opens: process.stdout.isTTY && (values.browser ?? process.env['BROWSER']) !== 'none' }
  } catch (error) {
    throw new AdministrationError('refused', error instanceof Error ? error.message : usage)
  }
}

/** Does nothing where there is no such program: the address is printed. */
function openInBrowser(url: string): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const browser = spawn(program, [url], { stdio: 'ignore', detached: true })
  browser.once('error', () => undefined)
  browser.unref()
}

/** One Ctrl-C may arrive twice, from the terminal and from npm: only the first one counts. */
function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
    process.on('disconnect', () => resolve())
  })
}

try {
  await run()
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  for (const line of message.split('\n')) process.stderr.write(`orderport: ${line}\n`)
  process.exitCode = 1
}
if (process.connected) process.disconnect()
