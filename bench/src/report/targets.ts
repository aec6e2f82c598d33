import type { ContenderName } from '../contenders/contenders.ts'
import { growingWorks } from '../measure/growth.ts'
import { median } from '../measure/statistics.ts'
import { works, type WorkName } from '../measure/work.ts'
import type { Result, Verdict } from './result.ts'

/** The least that Orderport's rate may be, divided by its peer's, and for which work. */
export const rateTargets: readonly {
  readonly contender: ContenderName
  readonly works: readonly WorkName[]
  readonly least: number
}[] = [
  { contender: 'Orderport REST', works: ['detail', 'list', 'import-stored'], least: 1 },
  { contender: 'Orderport tRPC', works: ['detail', 'list', 'import-stored'], least: 3 },
]

/** The most that each may be. */
const most = { growth: 1.3, deepPage: 1.2, addedMs: 5, readyMs: 1200, megabytes: 180, leak: 1.05 }

/** The concurrency that the targets are for. */
export const targetConcurrency = 16

type Measured = Omit<Result, 'verdicts'>

/** Returns every target with what was measured, for the largest database of the run. */
export function verdictsOf(result: Measured): readonly Verdict[] {
  return [
    ...rateVerdicts(result),
    ...growingWorks.map((work) => growthVerdict(result, work)),
    deepPageVerdict(result),
    ...[1, targetConcurrency].map((concurrency) => firstImportVerdict(result, concurrency)),
    startVerdict(result),
    ...memoryVerdicts(result),
  ]
}

function rateVerdicts(result: Measured): readonly Verdict[] {
  return rateTargets.flatMap(({ contender, works: names, least }) =>
    names.map((work) => {
      const comparison = largest(
        result.comparisons.filter((one) => one.work === work && one.concurrency === targetConcurrency),
      )
      const entry = comparison?.entries.find((one) => one.contender === contender)
      const ratio = entry?.ratio?.median ?? null
      return {
        name: `${works[work].title}: ${contender} / ${entry?.against ?? 'its peer'}${rowsOf(comparison)}`,
        measured: ratio === null ? notMeasured : ratio.toFixed(2),
        target: `≥ ${least.toFixed(1)}`,
        met: ratio === null ? null : ratio >= least,
      }
    }),
  )
}

function growthVerdict({ growth }: Measured, work: WorkName): Verdict {
  const grown = largest(growth.filter((one) => one.what === works[work].title))
  const ratio = grown?.ratio?.median ?? null
  // What grows so much that requests fail has no ratio.
  const isTooSlow = grown !== undefined && grown.p50 === null
  return {
    name: `${works[work].title}: p50${rowsOf(grown)} / p50 at ${grown?.against ?? '10,000 rows'}`,
    measured: isTooSlow ? 'requests fail' : ratio === null ? notMeasured : times(ratio, grown?.p50),
    target: `≤ ${most.growth}`,
    met: isTooSlow ? false : ratio === null ? null : ratio <= most.growth,
  }
}

function deepPageVerdict({ growth }: Measured): Verdict {
  const deep = largest(growth.filter((one) => one.what === works['deep-page'].title))
  const ratio = deep?.ratio?.median ?? null
  return {
    name: `deep page by cursor: p50 / p50 of the first page${rowsOf(deep)}`,
    measured: ratio === null ? notMeasured : times(ratio, deep?.p50),
    target: `≤ ${most.deepPage}`,
    met: ratio === null ? null : ratio <= most.deepPage,
  }
}

function firstImportVerdict({ comparisons, settings }: Measured, concurrency: number): Verdict {
  const comparison = largest(comparisons.filter((one) => one.work === 'import-new' && one.concurrency === concurrency))
  const p50 = comparison?.entries.find(({ contender }) => contender === 'Orderport REST')?.median.p50 ?? null
  const added = p50 === null ? null : p50 - settings.latencyMs
  return {
    name: `first import, ${concurrency} at once: p50 beyond Amazon’s ${settings.latencyMs} ms${rowsOf(comparison)}`,
    measured: added === null ? notMeasured : `${added.toFixed(1)} ms`,
    target: `≤ ${most.addedMs} ms`,
    met: added === null ? null : added <= most.addedMs,
  }
}

function startVerdict({ start }: Measured): Verdict {
  const ready = median(start?.readyMs ?? [])
  return {
    name: 'process start to ready',
    measured: ready === null ? notMeasured : `${ready.toFixed(0)} ms`,
    target: `≤ ${most.readyMs} ms`,
    met: ready === null ? null : ready <= most.readyMs,
  }
}

function memoryVerdicts({ memory }: Measured): readonly Verdict[] {
  const first = memory?.firstMegabytes ?? null
  const second = memory?.secondMegabytes ?? null
  const requests = (memory?.requests ?? 100_000).toLocaleString('en')
  const growth = first === null || second === null ? null : second / first
  return [
    {
      name: `memory after ${requests} requests`,
      measured: first === null ? notMeasured : `${first.toFixed(0)} MB`,
      target: `≤ ${most.megabytes} MB`,
      met: first === null ? null : first <= most.megabytes,
    },
    {
      name: `memory after ${requests} more / before`,
      measured: growth === null ? notMeasured : growth.toFixed(2),
      target: `≤ ${most.leak}`,
      met: growth === null ? null : growth <= most.leak,
    },
  ]
}

const notMeasured = 'not measured'

function times(ratio: number, p50: number | null | undefined): string {
  return `${ratio.toFixed(2)}${p50 === null || p50 === undefined ? '' : ` (${p50.toFixed(1)} ms)`}`
}

export function largest<T extends { readonly rows: number }>(measured: readonly T[]): T | undefined {
  return measured.toSorted((one, other) => other.rows - one.rows)[0]
}

function rowsOf(measured: { readonly rows: number } | undefined): string {
  return measured === undefined ? '' : `, ${measured.rows.toLocaleString('en')} rows`
}
