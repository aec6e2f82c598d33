import { join } from 'node:path'
import { diskFull, mountSmallDisk } from './faults/disk-full.ts'
import type { Fault } from './faults/fault.ts'
import { connectionsExhausted, postgresKilled, postgresSuspended } from './faults/postgres-faults.ts'
import { clockMoved, serverKilled, serversKilled, serverSuspended } from './faults/process-faults.ts'
import { amazonSlow, vaultSealed } from './faults/upstream-faults.ts'
import { postgresKilledAtWork, workerKilled, workerSuspended } from './faults/worker-faults.ts'
import { runPromotion } from './promotion.ts'
import type { Finding, Skipped } from './report/finding.ts'
import { publish } from './report/publish.ts'
import { tableOf } from './report/table.ts'
import { runRollOut } from './roll-out.ts'
import { runFault } from './run-fault.ts'
import { releaseIn, type Release } from './world/service.ts'
import { startWorld } from './world/start-world.ts'

export interface DrillOptions {
  readonly isSmoke: boolean
  /** Beginnings of names; null: all. */
  readonly only: readonly string[] | null
  readonly serve: string | null
  readonly oldFolder: string | null
  readonly isPublished: boolean
}

const faults: readonly Fault[] = [
  serverKilled,
  serversKilled,
  serverSuspended,
  postgresKilled,
  postgresSuspended,
  connectionsExhausted,
  clockMoved,
  vaultSealed,
  amazonSlow,
]

const workerFaults: readonly Fault[] = [workerKilled, workerSuspended, postgresKilledAtWork]

/** What CI runs. */
const smoke: ReadonlySet<string> = new Set(['roll-out', serverKilled.name, vaultSealed.name])

/** Runs the drills and prints what they found. Returns whether all of them are as they must be. */
export async function runDrills(options: DrillOptions): Promise<boolean> {
  const release: Release = options.serve === null ? releaseIn() : { name: options.serve, serve: options.serve }
  const findings: Finding[] = []
  const skipped: Skipped[] = []
  const isChosen = (name: string): boolean =>
    options.only === null
      ? !options.isSmoke || smoke.has(name)
      : options.only.some((word) => name.toLowerCase().startsWith(word.toLowerCase()))

  if (isChosen('roll-out')) findings.push(...(await runRollOut({ release, oldFolder: options.oldFolder })))
  const chosen = faults.filter(({ name }) => isChosen(name))
  if (chosen.length > 0) {
    await using world = await startWorld({ release, settings: { max_connections: '60' } })
    for (const fault of chosen) findings.push(await runFault(fault, world))
  }
  const chosenOfWorker = workerFaults.filter(({ name }) => isChosen(name))
  if (chosenOfWorker.length > 0) {
    // A busy machine is no fault of the worker.
    await using world = await startWorld({ release, hasWorker: true, environment: { UPSTREAM_TIMEOUT_MS: '18000' } })
    for (const fault of chosenOfWorker) findings.push(await runFault(fault, world))
  }
  if (isChosen('disk full')) {
    const result = await runDiskFull(release)
    if ('reason' in result) skipped.push(result)
    else findings.push(result)
  }
  for (const isSynchronous of [false, true]) {
    if (isChosen('promotion')) findings.push(await runPromotion(release, isSynchronous))
  }
  if (findings.length === 0) throw new Error('There is no such drill.')
  const descriptions = [...findings, ...skipped].map(({ name, description }) => `- **${name}**: ${description}`)
  console.log(`${descriptions.join('\n')}\n\n${tableOf(findings, skipped)}`)
  if (options.isPublished) console.log(`Written to ${await publish({ release: release.name, findings, skipped })}`)
  return findings.every((finding) => finding.faults.length === 0)
}

async function runDiskFull(release: Release): Promise<Finding | Skipped> {
  const disk = await mountSmallDisk()
  if ('reason' in disk) return { name: 'disk full', description: 'under Postgres', ...disk }
  await using mounted = disk
  // Little log is kept, so that the disk's size is that of the drill and not of its preparation.
  const settings = { max_wal_size: '64MB', min_wal_size: '32MB' }
  await using world = await startWorld({ release, settings, dataDirectory: join(mounted.path, 'postgres') })
  return await runFault(diskFull(mounted), world)
}
