import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { raceAgainst } from '@orderport/domain'
import { findFreePort } from '@orderport/embedded-postgres'

/** An installed PgBouncer. */
export interface PgBouncerProgram {
  readonly path: string
  /** Such as `1.18.0`. */
  readonly version: string
  /** True from 1.21 on: it carries prepared statements from one server session to another. */
  readonly prepares: boolean
}

const places = ['/usr/sbin/pgbouncer', '/usr/local/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer']

/**
 * Returns the PgBouncer of the variable PGBOUNCER, else the system's, or null: tests that need one are then skipped,
 * and say so. Throws without one in CI.
 */
export async function installedPgBouncer(): Promise<PgBouncerProgram | null> {
  const { PGBOUNCER: chosen, CI: ci } = process.env
  const path = [...(chosen === undefined ? [] : [chosen]), ...places].find((place) => existsSync(place))
  if (path === undefined) {
    if (ci === 'true') throw new Error('CI has no PgBouncer: install Debian’s pgbouncer (apt-get install pgbouncer).')
    return null
  }
  const { stdout } = await promisify(execFile)(path, ['--version'])
  const [, version = '', major, minor] = /((\d+)\.(\d+)[.\d]*)/.exec(stdout) ?? []
  return { path, version, prepares: Number(major) > 1 || Number(minor) >= 21 }
}

export interface PgBouncer extends AsyncDisposable {
  /** The server's URL through PgBouncer. */
  readonly url: string
}

export interface PgBouncerOptions {
  readonly program: PgBouncerProgram
  /** Where the server is, and the login that may pass. */
  readonly url: string
  /** How many server sessions all clients share. */
  readonly sessions: number
  /** Settings of a session that it drops instead of refusing them. */
  readonly ignores?: readonly string[]
}

const startMs = 10_000

/** Starts a PgBouncer in transaction mode in front of a server. */
export async function startPgBouncer({ program, url, sessions, ignores = [] }: PgBouncerOptions): Promise<PgBouncer> {
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'orderport-pgbouncer-'))
  started.defer(() => rm(folder, { recursive: true, force: true }))
  // Under root it runs as another user, who has to read its configuration.
  await chmod(folder, 0o755)
  const server = new URL(url)
  const port = await findFreePort()
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(folder, 'users.txt'),
    pool_mode: 'transaction',
    default_pool_size: sessions,
    ignore_startup_parameters: ignores.join(','),
    max_client_conn: 200,
    ...(program.prepares ? { max_prepared_statements: 100 } : {}),
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  const databases = `* = host=${server.hostname} port=${server.port}`
  await writeFile(join(folder, 'users.txt'), `"${server.username}" "${server.password}"\n`)
  await writeFile(join(folder, 'pgbouncer.ini'), ['[databases]', databases, '[pgbouncer]', ...lines, ''].join('\n'))
  const child = spawn(program.path, [join(folder, 'pgbouncer.ini')], {
    ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  started.defer(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const up = new Promise<void>((resolve, reject) => {
    const output: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => {
      output.push(line)
      if (line.includes('process up')) resolve()
    })
    child.once('close', () => reject(new Error(`PgBouncer did not start:\n${output.slice(-10).join('\n')}`)))
  })
  await raceAgainst(startMs, up)
  const owned = started.move()
  server.port = String(port)
  return { url: server.href, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
