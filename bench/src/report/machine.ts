import type { TestServer } from '@orderport/embedded-postgres'
import { execFile } from 'node:child_process'
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { Result } from './result.ts'

const run = promisify(execFile)

/** Returns where and with what a run is made. */
export async function describeMachine(
  server: TestServer,
): Promise<Pick<Result, 'date' | 'commit' | 'machine' | 'node' | 'postgres'>> {
  return {
    date: new Date().toISOString(),
    commit: await currentCommit(),
    machine: {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      gigabytes: Math.round(totalmem() / 1e9),
      system: `${platform()} ${release()} ${arch()}`,
      load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    },
    node: process.version,
    postgres: await postgresVersion(server),
  }
}

/** Returns the commit's short name, with `+` for a checkout that differs from it; `unknown` without git. */
async function currentCommit(): Promise<string> {
  try {
    const changes = await git('status', '--porcelain', '--untracked-files=no')
    return (await git('rev-parse', '--short=9', 'HEAD')) + (changes === '' ? '' : '+')
  } catch {
    return 'unknown'
  }
}

async function git(...args: readonly string[]): Promise<string> {
  const options = { cwd: import.meta.dirname, timeout: 10_000 }
  const { stdout } = await run('git', ['-c', 'safe.directory=*', ...args], options)
  return stdout.trim()
}

async function postgresVersion({ superuserUrl }: TestServer): Promise<string> {
  const client = new Client({ connectionString: superuserUrl, connectionTimeoutMillis: 10_000, query_timeout: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    return rows[0]?.server_version ?? 'unknown'
  } finally {
    await client.end()
  }
}
