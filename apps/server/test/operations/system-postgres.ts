import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { findFreePort } from '@orderport/embedded-postgres'

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
const packages = '/usr/lib/postgresql'
const programs = ['initdb', 'postgres', 'psql', 'pg_dump', 'pg_dumpall', 'pg_restore']

/**
 * Returns the folder with the newest PostgreSQL and its client programs that Debian's packages installed, or null:
 * tests that need it are then skipped, and say so. The embedded one lacks pg_dump. Throws without one in CI.
 */
export function installedPostgres(): string | null {
  const versions = existsSync(packages) ? readdirSync(packages).toSorted((a, b) => Number(b) - Number(a)) : []
  const folders = versions.map((version) => join(packages, version, 'bin'))
  const folder = folders.find((bin) => programs.every((program) => existsSync(join(bin, program))))
  if (folder === undefined && process.env['CI'] === 'true') {
    throw new Error('CI has no PostgreSQL with pg_dump: install Debian’s postgresql (apt-get install postgresql).')
  }
  return folder ?? null
}

export interface SystemPostgres extends AsyncDisposable {
  readonly port: number
  /** Runs a client program against this server, as its superuser unless `PGUSER` says otherwise; returns its output. */
  run(program: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<string>
}

/** Makes a new cluster with the programs in the folder, and starts it on a free port. */
export async function startSystemPostgres(folder: string): Promise<SystemPostgres> {
  await using cleanup = new AsyncDisposableStack()
  const home = await mkdtemp(join(tmpdir(), 'orderport-system-postgres-'))
  cleanup.defer(() => rm(home, { recursive: true, force: true }))
  const password = randomBytes(16).toString('hex')
  const passwordFile = join(home, 'password')
  await writeFile(passwordFile, password)
  if (user.uid !== undefined) {
    await chown(home, user.uid, user.gid)
    await chown(passwordFile, user.uid, user.gid)
  }
  await chmod(home, 0o755)
  const data = join(home, 'data')
  const options = { cwd: home, ...user }
  const how = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync']
  const files = [`--pgdata=${data}`, '--username=postgres', `--pwfile=${passwordFile}`]
  await promisify(execFile)(join(folder, 'initdb'), [...how, ...files], options)

  const port = await findFreePort()
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(folder, 'postgres'), ['-D', data, ...flags], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(server, 'exit')
  cleanup.defer(async () => {
    server.kill('SIGQUIT')
    await exited
  })
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve()
    })
  })
  await Promise.race([
    ready,
    exited.then(() => {
      throw new Error('PostgreSQL ended before it was ready.')
    }),
  ])
  const owned = cleanup.move()
  return {
    port,
    async run(program, args, environment = {}) {
      const where = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres', PGPASSWORD: password }
      const { PATH } = process.env
      const limits = { timeout: 60_000, maxBuffer: 64 << 20 }
      const env = { PATH, ...where, ...environment }
      return (await promisify(execFile)(join(folder, program), [...args], { env, ...limits })).stdout
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
