import { once } from 'node:events'
import { startPostgres } from '../start-postgres.ts'
import type { PostgresBinaries } from '../binaries.ts'

/**
 * A process that runs a PostgreSQL server until its standard input ends: `<directory> <uid or ''> [binaries version]`.
 * It becomes that user first, and then writes one line of JSON. It ignores Ctrl-C.
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
