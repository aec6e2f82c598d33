import { works } from '../measure/work.ts'
import type { Comparison, Entry, Result } from './result.ts'
import { largest, rateTargets, targetConcurrency } from './targets.ts'

const width = 760
const left = 250
const right = 90
const barHeight = 16
const rowHeight = 26
const top = 78

interface Bar {
  readonly label: string
  readonly entry: Entry
  readonly ratio: number
  readonly target: number | null
}

/**
 * Draws how many times its peer's rate Orderport has at the largest size of the run, by a scale on which each doubling
 * has the same length. Readable on light and dark pages.
 */
export function chartOf(result: Result): string {
  const comparisons = result.comparisons.filter(({ concurrency }) => concurrency === targetConcurrency)
  const rows = largest(comparisons)?.rows ?? 0
  const bars = comparisons.filter((one) => one.rows === rows).flatMap(barsOf)
  const scale = scaleOf(bars)
  const height = top + bars.length * rowHeight + 56
  const { date, commit, machine } = result
  const subtitle = `${rows.toLocaleString('en')} orders, ${targetConcurrency} at once · ${date.slice(0, 10)} · ${commit} · ${machine.processor}, ${machine.cores} cores`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Requests a second, Orderport divided by its peer">
<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .soft { fill: #59636e; font-size: 12px }
  .grid { stroke: #d1d9e0 }
  .rest { fill: #0969da }
  .trpc { fill: #1a7f37 }
  .sdk { fill: #8250df }
  .spread { stroke: #1f2328; stroke-width: 1.5 }
  .target { stroke: #cf222e; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .soft { fill: #9198a1 }
    .grid { stroke: #3d444d }
    .rest { fill: #4493f8 }
    .trpc { fill: #3fb950 }
    .sdk { fill: #ab7df8 }
    .spread { stroke: #f0f6fc }
    .target { stroke: #f85149 }
  }
</style>
<text class="title" x="16" y="26">Requests a second: Orderport divided by its peer</text>
<text class="soft" x="16" y="46">${escaped(subtitle)}</text>
${gridOf(scale, height)}
${bars.map((bar, index) => barOf(bar, top + index * rowHeight, scale)).join('\n')}
<text class="soft" x="16" y="${height - 30}">REST beside hand-written Fastify and pg; tRPC and SDK beside stock tRPC and Prisma.</text>
<text class="soft" x="16" y="${height - 12}">Red: the target. Thin line: half of the rounds lie between its ends.</text>
</svg>
`
}

function barsOf({ work, entries }: Comparison): readonly Bar[] {
  return entries.flatMap((entry) => {
    if (entry.ratio === null || entry.ratio.median <= 0) return []
    const target = rateTargets.find((one) => one.contender === entry.contender && one.works.includes(work))
    const label = `${works[work].title}, ${entry.contender.replace('Orderport ', '')}`
    return [{ label, entry, ratio: entry.ratio.median, target: target?.least ?? null }]
  })
}

interface Scale {
  readonly least: number
  readonly greatest: number
  readonly x: (ratio: number) => number
}

/** From a half or less to four or more, in whole doublings. */
function scaleOf(bars: readonly Bar[]): Scale {
  const ratios = bars.map(({ ratio }) => Math.log2(ratio))
  const least = Math.min(-1, ...ratios.map(Math.floor))
  const greatest = Math.max(2, ...ratios.map(Math.ceil))
  const unit = (width - left - right) / (greatest - least)
  const x = (ratio: number) => left + (Math.min(Math.max(Math.log2(ratio), least), greatest) - least) * unit
  return { least, greatest, x }
}

function gridOf({ least, greatest, x }: Scale, height: number): string {
  const doublings = Array.from({ length: greatest - least + 1 }, (_line, index) => 2 ** (least + index))
  return doublings
    .map((ratio) => {
      const at = x(ratio).toFixed(1)
      const label = ratio < 1 ? `1/${1 / ratio}` : String(ratio)
      return `<line class="grid" x1="${at}" x2="${at}" y1="${top - 8}" y2="${height - 50}"/><text class="soft" x="${at}" y="${top - 13}" text-anchor="middle">${label}</text>`
    })
    .join('\n')
}

/** A bar begins at 1, the peer's rate, and goes to the right where Orderport is faster. */
function barOf({ label, entry, ratio, target }: Bar, y: number, { x }: Scale): string {
  const [from, to] = [Math.min(x(1), x(ratio)), Math.max(x(1), x(ratio))]
  const kind = entry.contender.replace('Orderport ', '').toLowerCase()
  const middle = y + barHeight / 2
  const spread = entry.ratio
  const lines = [
    `<text x="${left - 12}" y="${middle + 4}" text-anchor="end">${escaped(label)}</text>`,
    `<rect class="${kind}" x="${from.toFixed(1)}" y="${y}" width="${Math.max(to - from, 1).toFixed(1)}" height="${barHeight}" rx="2"/>`,
  ]
  if (spread !== null && spread.lower > 0) {
    lines.push(line('spread', [x(spread.lower), x(spread.upper)], [middle, middle]))
  }
  if (target !== null) lines.push(line('target', [x(target), x(target)], [y - 3, y + barHeight + 3]))
  lines.push(`<text x="${width - right + 12}" y="${middle + 4}">${ratio.toFixed(ratio < 10 ? 2 : 0)} ×</text>`)
  return lines.join('')
}

type Ends = readonly [from: number, to: number]

function line(kind: string, [x1, x2]: Ends, [y1, y2]: Ends): string {
  return `<line class="${kind}" x1="${x1.toFixed(1)}" x2="${x2.toFixed(1)}" y1="${y1}" y2="${y2}"/>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
