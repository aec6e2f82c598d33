import { contenderNamed, type Contender, type ContenderName } from '../contenders/contenders.ts'
import type { Batch } from '../load/call.ts'
import type { Growth, Measurement } from '../report/result.ts'
import { inRounds, type Turn } from './in-rounds.ts'
import type { Size } from './size.ts'
import { median, spreadOf } from './statistics.ts'
import { works, type WorkName } from './work.ts'

/** What must cost the same at any size. */
export const growingWorks = ['list', 'search-reference', 'search-tracking', 'search-3', 'search-5', 'search-7'] as const

export interface GrowthOptions {
  readonly works: readonly WorkName[]
  readonly concurrency: number
  readonly rounds: number
  readonly seconds: number
  /** How many requests to send in a round instead. */
  readonly amount?: number
}

/**
 * Compares how long Orderport takes for the big tenant of a large database and for that of a small one, in turns.
 */
export async function measureGrowth(
  small: Size,
  large: Size,
  options: GrowthOptions,
  onProgress: (message: string) => void,
): Promise<readonly Growth[]> {
  const growth: Growth[] = []
  const [from, to] = [small, large].map(({ rows }) => `${rows.toLocaleString('en')} rows`)
  for (const work of growingWorks.filter((name) => options.works.includes(name))) {
    onProgress(`growth from ${from} to ${to}: ${works[work].title}`)
    const loadOf = (size: Size): GrowthLoad => ({
      contender: 'Orderport REST',
      size,
      batches: (contender) => size.bigTenantRequests.of(work, contender, 0),
    })
    growth.push({
      ...(await divided(loadOf(large), loadOf(small), options)),
      what: works[work].title,
      against: from ?? '',
      rows: large.rows,
      concurrency: options.concurrency,
    })
  }
  return growth
}

/** Compares how long the big tenant's pages by a cursor take with its first page. */
export async function measureDeepPages(
  size: Size,
  options: GrowthOptions,
  onProgress: (message: string) => void,
): Promise<readonly Growth[]> {
  if (!options.works.includes('deep-page')) return []
  onProgress(`${size.rows.toLocaleString('en')} rows: deep pages and the first one`)
  const { bigTenantRequests: requests } = size
  const contender = 'Orderport tRPC'
  const deep = { contender, size, batches: (one: Contender) => requests.of('deep-page', one, 0) } as const
  const first = { contender, size, batches: async () => requests.firstPages() } as const
  return [
    {
      ...(await divided(deep, first, options)),
      what: works['deep-page'].title,
      against: 'the first page',
      rows: size.rows,
      concurrency: options.concurrency,
    },
  ]
}

interface GrowthLoad {
  readonly contender: ContenderName
  readonly size: Size
  readonly batches: (contender: Contender) => Promise<readonly Batch[]>
}

/** The least requests of a round for each connection, so that a slow answer counts as much as a quick one. */
const leastForEach = 5

/**
 * Divides the p50 of one load by that of another. Each is asked for a number of answers and not for a time: at the end
 * of a time, slow answers would be missing.
 */
async function divided(one: GrowthLoad, base: GrowthLoad, options: GrowthOptions) {
  const turns = [await turnOf('one', one, options), await turnOf('base', base, options)]
  const measured = await inRounds(turns, options.rounds)
  const times = (measured.get('one') ?? []).map(timeOf)
  const bases = (measured.get('base') ?? []).map(timeOf)
  const ratios = times.map((time, round) => {
    const baseTime = bases[round] ?? null
    return time === null || baseTime === null ? null : time / baseTime
  })
  return { p50: median(times), baseP50: median(bases), ratio: spreadOf(ratios) }
}

/** Asks for about as many answers as the program gives in the time of a round. */
async function turnOf<Name extends string>(
  name: Name,
  { contender: wanted, size, batches }: GrowthLoad,
  { concurrency: connections, seconds, amount: given }: GrowthOptions,
): Promise<Turn<Name>> {
  const contender = contenderNamed(wanted, size.contenders)
  const { program, style } = contender
  const load = { style, batches: await batches(contender), connections, seconds }
  const least = leastForEach * connections
  const { rate } = await size.meter.measure(program, given === undefined ? load : { ...load, amount: given })
  const amount = given ?? Math.max(Math.round(rate * seconds), least)
  return { name, measure: () => size.meter.measure(program, { ...load, amount }) }
}

/** Where requests fail, those that are answered don't tell how long one takes. */
function timeOf({ p50, answered, failed }: Measurement): number | null {
  return failed * 20 > answered ? null : p50
}
