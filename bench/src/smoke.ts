import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workNames } from './measure/work.ts'
import type { Result } from './report/result.ts'
import { readResult, writeResult } from './report/write-result.ts'
import { runBench } from './run-bench.ts'
import type { BenchSettings } from './settings.ts'

const settings: BenchSettings = {
  rows: [300, 600],
  works: workNames,
  concurrencies: [16],
  rounds: 1,
  seconds: 1,
  amount: 16,
  durable: false,
  latencyMs: 5,
  starts: 1,
  memoryRequests: 200,
}

/**
 * Runs all of the benchmark in a small way and throws where it is broken: a contender that fails or answers otherwise,
 * something that isn't measured, a report that can't be read. It says nothing of speed.
 */
export async function runSmoke(onProgress: (message: string) => void): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'orderport-bench-smoke-'))
  try {
    const file = await writeResult(await runBench(settings, { onProgress, onFound: () => undefined }), directory)
    const faults = [...faultsIn(await readResult(file))]
    const chart = await readFile(file.replace(/\.json$/, '.svg'), 'utf8')
    if (!chart.startsWith('<svg') || !chart.includes('×') || /NaN|undefined/.test(chart)) faults.push('a broken chart')
    if (faults.length > 0) throw new Error(`The benchmark is broken:\n${faults.join('\n')}`)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function* faultsIn({ comparisons, verdicts }: Result): Generator<string> {
  const expected = settings.rows.length * settings.works.length
  if (comparisons.length !== expected) yield `${comparisons.length} comparisons instead of ${expected}`
  for (const { work, rows, entries, compared } of comparisons) {
    if (!compared) yield `${work}, ${rows} rows: no answers to compare`
    for (const { contender, median } of entries) {
      const { answered, failed } = median
      if (failed > 0 || answered === 0)
        yield `${work}, ${rows} rows, ${contender}: ${answered} answers, ${failed} failed`
    }
  }
  // At one concurrency, one of the two targets of a first import isn't measured.
  const unmeasured = verdicts.filter(({ met }) => met === null).map(({ name }) => name)
  if (unmeasured.length > 1) yield `not measured: ${unmeasured.join('; ')}`
}
