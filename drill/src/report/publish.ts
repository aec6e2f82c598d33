import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { Finding, Skipped } from './finding.ts'
import { tableOf } from './table.ts'

export interface DrillResult {
  /** What was drilled. */
  readonly release: string
  readonly findings: readonly Finding[]
  readonly skipped: readonly Skipped[]
}

const folder = join(import.meta.dirname, '../../results')

/** Keeps a result in the repository, as JSON with its date and as the newest table. Returns the JSON's path. */
export async function publish(result: DrillResult): Promise<string> {
  const date = new Date().toISOString()
  const commit = await currentCommit()
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${date.slice(0, 10)}-${commit}.json`)
  const all = { date, commit, machine, load, node: process.version, ...result }
  await writeFile(file, `${JSON.stringify(all, null, 2)}\n`)
  const title = `# The newest drill\n\n${date.slice(0, 10)}, commit ${commit}, ${result.release}, on ${machine}.`
  await writeFile(join(folder, 'latest.md'), `${title}\n\n${tableOf(result.findings, result.skipped)}\n`)
  return relative(process.cwd(), file)
}

/** Returns the commit's short name; `unknown` without git. */
async function currentCommit(): Promise<string> {
  const args = ['-c', 'safe.directory=*', 'rev-parse', '--short=9', 'HEAD']
  return await promisify(execFile)('git', args, { cwd: folder.replace('/results', ''), timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => 'unknown',
  )
}
