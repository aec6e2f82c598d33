import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chartOf } from './chart.ts'
import type { Result, Verdict } from './result.ts'
import { writeResult } from './write-result.ts'

const folder = join(import.meta.dirname, '../../results')
const readme = join(import.meta.dirname, '../../../README.md')
const [begin, end] = ['<!-- bench: begin -->', '<!-- bench: end -->']

/** Writes a result where the repository keeps them, and shows it in README.md. Returns the JSON's path. */
export async function publish(result: Result): Promise<string> {
  const file = await writeResult(result, folder)
  await writeFile(join(folder, 'latest.svg'), chartOf(result))
  await writeFile(readme, inPlace(await readFile(readme, 'utf8'), shown(result)))
  return file
}

/** Returns the text with what stands between the marks replaced. Throws when a mark is missing. */
function inPlace(text: string, content: string): string {
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`README.md lacks ${begin} or ${end}.`)
  return `${before}${begin}\n\n${content}\n\n${end}${after}`
}

function shown({ date, machine, commit, comparisons, verdicts }: Result): string {
  const { processor, cores, gigabytes } = machine
  const sizes = [...new Set(comparisons.map(({ rows }) => rows.toLocaleString('en')))].join(' and ')
  return [
    '![Requests a second, Orderport divided by its peer](bench/results/latest.svg)',
    '',
    `Measured on ${date.slice(0, 10)} at ${commit}: ${processor}, ${cores} cores, ${gigabytes} GB,`,
    `with everything on, among ${sizes} orders.`,
    '',
    ...tableOf(verdicts),
  ].join('\n')
}

/** A Markdown table whose columns are aligned, as the formatter leaves it. */
function tableOf(verdicts: readonly Verdict[]): readonly string[] {
  const lines = verdicts.map(({ name, measured, target, met }) => [
    name,
    measured,
    target + (met === false ? ', missed' : ''),
  ])
  const all = [['what', 'measured', 'target'], ...lines]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((line) => (line[column] ?? '').length)))
  const row = (line: readonly string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [row(all[0] ?? []), rule, ...lines.map(row)]
}
