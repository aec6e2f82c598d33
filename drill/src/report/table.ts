import type { Finding, Skipped } from './finding.ts'

const columns = [
  'drill',
  'requests',
  'failed',
  'told why',
  'wrong',
  'lost',
  'doubled',
  'slowest',
  'recovered after',
] as const

/** Returns the findings as a Markdown table, and below it what was skipped and what failed. */
export function tableOf(findings: readonly Finding[], skipped: readonly Skipped[] = []): string {
  const lines = [[...columns], ...findings.map(lineOf)]
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const row = (line: readonly string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  const [head = [], ...body] = lines
  return [
    row(head),
    rule,
    ...body.map(row),
    ...skipped.map(({ name, reason }) => `\nSkipped ${name}: ${reason}`),
    ...findings.flatMap(({ name, faults }) => faults.map((fault) => `\nFailed ${name}: ${fault}`)),
  ].join('\n')
}

function lineOf(finding: Finding): string[] {
  const { name, requests, failed, codes, wrong, lost, doubled, slowestSeconds, secondsToRecover } = finding
  const told = Object.values(codes).reduce((sum, count) => sum + count, 0)
  const recovered = secondsToRecover === null ? 'never' : `${secondsToRecover.toFixed(1)} s`
  return [
    name,
    ...[requests, failed, told, wrong, lost, doubled].map(String),
    `${slowestSeconds.toFixed(1)} s`,
    recovered,
  ]
}
