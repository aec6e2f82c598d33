import { once } from 'node:events'
import { startPostgres } from '../server/start-postgres.ts'
import type { PostgresBinaries } from '../server/binaries.ts'

/**
 * Runs a PostgreSQL server until its standard input ends: `<directory> <uid or ''> [binaries version]`.
 * Switches to that user first, writes one line of JSON once the server runs, and ignores Ctrl-C.
 */
const [directory = '', uid = '', home, version = ''] = process.argv.slice(2)
process.on('SIGINT', () => {})
if (uid !== '') {
  process.setgroups?.([])
  process.setgid?.(Number(uid))
  process.setuid?.(Number(uid))
}
const binaries: { binaries?: PostgresBinaries } = home === undefined ? {} : { binaries: { directory: home, version } }
await using server = await startPostgres({ dataDirectory: directory, durable: false, ...binaries })
process.stdout.write(`${JSON.stringify({ pid: server.pid, url: server.superuserUrl(), uid: process.getuid?.() })}\n`)
process.stdin.resume()
await once(process.stdin, 'end')
