import type { TestDatabase } from '@orderport/embedded-postgres'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startContenders, type ProgramDeps } from './contenders/contenders.ts'
import { startBenchServer } from './database/start-bench-server.ts'
import { startLoadProcess, type LoadProcess } from './load/load-process.ts'
import { compareContenders } from './measure/compare-contenders.ts'
import { measureDeepPages, measureGrowth } from './measure/growth.ts'
import { createMeter } from './measure/measure-load.ts'
import { measureMemory } from './measure/memory.ts'
import { createRequests } from './measure/requests.ts'
import { sampleOrders } from './measure/sampled-orders.ts'
import type { Size } from './measure/size.ts'
import { measureStart } from './measure/start-time.ts'
import type { Result } from './report/result.ts'
import { describeMachine } from './report/machine.ts'
import { targetConcurrency, verdictsOf } from './report/targets.ts'
import type { BenchSettings } from './settings.ts'
import { startUpstreamProcess, type UpstreamProcess } from './upstream/upstream-process.ts'

/** Where a run tells what it does and finds. */
export interface BenchDeps {
  readonly onProgress: (message: string) => void
  /** Is told what was found of each size as soon as it is. */
  readonly onFound: (found: Pick<Result, 'comparisons' | 'growth'>) => void
}

/**
 * Runs the whole benchmark as the settings say. SIGINT and SIGTERM end it, its programs and the process, and remove its
 * databases.
 */
export async function runBench(settings: BenchSettings, deps: BenchDeps): Promise<Result> {
  await using cleanup = new AsyncDisposableStack()
  const interruption: { ended?: Promise<void> } = {}
  const stop = () => {
    interruption.ended ??= cleanup.disposeAsync().finally(() => process.exit(130))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, stop)
    cleanup.defer(() => void process.off(signal, stop))
  }
  try {
    return await runWith(cleanup, settings, deps)
  } catch (error) {
    // What fails because its programs were stopped isn't worth telling.
    await interruption.ended
    throw error
  }
}

async function runWith(
  cleanup: AsyncDisposableStack,
  settings: BenchSettings,
  { onProgress, onFound }: BenchDeps,
): Promise<Result> {
  onProgress('starting PostgreSQL')
  const bench = cleanup.use(await startBenchServer(settings.durable))
  const logs = await mkdtemp(join(tmpdir(), 'orderport-bench-logs-'))
  cleanup.defer(() => rm(logs, { recursive: true, force: true }))
  const loads = cleanup.use(startLoadProcess())
  const upstream = cleanup.use(await startUpstreamProcess(settings.latencyMs))
  const machine = await describeMachine(bench.server)
  const sizeDeps = { loads, upstream, logs }

  const [smallest = 0, ...larger] = settings.rows.toSorted((one, other) => one - other)
  // The smallest database stays: the larger ones are compared with it, in turns.
  const small = cleanup.use(await bench.seededDatabase(smallest, onProgress))
  const base = cleanup.use(await openSize(smallest, small, sizeDeps))
  const found = [await measureSize(base, null, settings, onProgress)]
  found.forEach(onFound)
  for (const rows of larger) {
    await using database = await bench.seededDatabase(rows, onProgress)
    await using size = await openSize(rows, database, sizeDeps)
    const measured = await measureSize(size, base, settings, onProgress)
    onFound(measured)
    found.push(measured)
  }

  const programDeps: ProgramDeps = { database: small, upstream: upstream.environment, logs }
  const { starts, memoryRequests } = settings
  if (starts > 0) onProgress('starting Orderport')
  const start = starts === 0 ? null : await measureStart(programDeps, starts)
  if (memoryRequests > 0) onProgress(`memory after ${memoryRequests.toLocaleString('en')} requests, and as many more`)
  const orders = await sampleOrders(small, { rows: smallest, count: 2000, seed: 5 })
  const memory = memoryRequests === 0 ? null : await measureMemory({ ...programDeps, loads, orders }, memoryRequests)

  const { rounds, seconds, durable, latencyMs } = settings
  const result = {
    ...machine,
    settings: { rounds, seconds, durable, latencyMs },
    comparisons: found.flatMap(({ comparisons }) => comparisons),
    growth: found.flatMap(({ growth }) => growth),
    start,
    memory,
  }
  return { ...result, verdicts: [...verdictsOf(result)] }
}

interface SizeDeps {
  readonly loads: LoadProcess
  readonly upstream: UpstreamProcess
  readonly logs: string
}

/** Starts all contenders on a database with that many orders. */
async function openSize(
  rows: number,
  database: TestDatabase,
  { loads, upstream, logs }: SizeDeps,
): Promise<Size & AsyncDisposable> {
  await using cleanup = new AsyncDisposableStack()
  const contenders = cleanup.use(await startContenders({ database, upstream: upstream.environment, logs }))
  const meter = cleanup.use(await createMeter(loads, database))
  const stored = { database, rows, upstream }
  const requests = await createRequests(stored)
  const bigTenantRequests = await createRequests(stored, true)
  const owned = cleanup.move()
  return {
    rows,
    contenders,
    meter,
    requests,
    bigTenantRequests,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Compares the contenders with each other, and Orderport with itself at the smallest size. */
async function measureSize(
  size: Size,
  base: Size | null,
  settings: BenchSettings,
  onProgress: (message: string) => void,
): Promise<Pick<Result, 'comparisons' | 'growth'>> {
  const { concurrencies } = settings
  const concurrency = concurrencies.find((one) => one === targetConcurrency) ?? concurrencies[0] ?? 1
  const options = { ...settings, concurrency }
  const comparisons = await compareContenders(size, options, onProgress)
  const deepPages = await measureDeepPages(size, options, onProgress)
  const growth = base === null ? [] : await measureGrowth(base, size, options, onProgress)
  return { comparisons: [...comparisons], growth: [...deepPages, ...growth] }
}
