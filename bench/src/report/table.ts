import { works } from '../measure/work.ts'
import type { Comparison, Growth, Result } from './result.ts'

/** Returns what was found of one size, as text for a terminal. */
export function sizeTables({ comparisons, growth }: Pick<Result, 'comparisons' | 'growth'>): string {
  return [...comparisons.map(comparisonTable), ...(growth.length === 0 ? [] : [growthTable(growth)])].join('\n')
}

/** Returns what was found of the service as a whole, and which targets are met. */
export function summaryTables(result: Result): string {
  const { start, memory } = result
  const ready = start?.readyMs.map((ms) => ms.toFixed(0)).join(', ')
  return [
    machineLine(result),
    ...(start === null ? [] : [`Ready after ${ready} ms\n${startLog(start.log)}`]),
    ...(memory === null ? [] : [memoryLine(memory)]),
    verdictTable(result),
  ].join('\n')
}

/** More than this share of the processors busy before the run makes its ratios less certain. */
const busyShare = 0.5

function machineLine({ commit, machine, node, postgres }: Result): string {
  const { processor, cores, gigabytes, load } = machine
  const busy =
    load > busyShare * cores ? `\nThe machine was busy with other things before (load ${load}): repeat this.` : ''
  return `${commit} on ${processor}, ${cores} cores, ${gigabytes} GB, Node ${node}, PostgreSQL ${postgres}${busy}\n`
}

function comparisonTable({ rows, work, concurrency, compared, entries }: Comparison): string {
  const doubt = compared ? '' : ' (one doesn’t answer, so answers weren’t compared)'
  const title = `${works[work].title}: ${rows.toLocaleString('en')} rows, ${concurrency} at once${doubt}`
  const heads = [
    '',
    'a second',
    'p50 ms',
    'p99 ms',
    'CPU µs',
    'Postgres µs',
    'MB',
    'failed',
    'ratio (half lie between)',
  ]
  const lines = entries.map(({ contender, median, ratio, against }) => [
    contender,
    median.rate.toFixed(0),
    number(median.p50, 1),
    number(median.p99, 1),
    number(median.cpuMicros, 0),
    number(median.databaseCpuMicros, 0),
    number(median.megabytes, 0),
    median.failed === 0 ? '' : String(median.failed),
    ratio === null
      ? ''
      : `${ratio.median.toFixed(2)} (${ratio.lower.toFixed(2)} to ${ratio.upper.toFixed(2)}) of ${against}`,
  ])
  return `${title}\n${aligned([heads, ...lines])}`
}

function growthTable(growth: readonly Growth[]): string {
  const heads = ['of the big tenant', 'rows', 'p50 ms', 'beside', 'p50 ms', 'ratio (half lie between)']
  const lines = growth.map(({ what, rows, p50, against, baseP50, ratio }) => [
    what,
    rows.toLocaleString('en'),
    number(p50, 1),
    against,
    number(baseP50, 1),
    ratio === null ? '–' : `${ratio.median.toFixed(2)} (${ratio.lower.toFixed(2)} to ${ratio.upper.toFixed(2)})`,
  ])
  return `Growth\n${aligned([heads, ...lines])}`
}

/** The lines of the service's own log that tell times. */
function startLog(log: readonly string[]): string {
  const timed = log.filter((line) => /"milliseconds"|Ms"/.test(line))
  return timed.map((line) => `  ${line}\n`).join('')
}

function memoryLine({
  requests,
  startMegabytes,
  firstMegabytes,
  secondMegabytes,
}: NonNullable<Result['memory']>): string {
  const count = requests.toLocaleString('en')
  const [start, first, second] = [startMegabytes, firstMegabytes, secondMegabytes].map((value) => number(value, 0))
  return `Memory: ${start} MB at first, ${first} MB after ${count} requests, ${second} MB after as many more\n`
}

function verdictTable({ verdicts }: Result): string {
  const lines = verdicts.map(({ name, measured, target, met }) => [
    met === null ? '–' : met ? 'met' : 'MISSED',
    name,
    measured,
    target,
  ])
  return `Targets\n${aligned([['', '', 'measured', 'target'], ...lines])}`
}

function number(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits)
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_head, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines
    .map(
      (line) =>
        `  ${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
