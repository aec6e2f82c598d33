import { contenderNamed, type Contender } from '../contenders/contenders.ts'
import type { Growth, Measurement } from '../report/result.ts'
import { inRounds } from './in-rounds.ts'
import type { Requests } from './requests.ts'
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
  for (const work of growingWorks.filter((name) => options.works.includes(name))) {
    onProgress(`growth from ${small.rows} to ${large.rows} rows: ${works[work].title}`)
    const turn = (size: Size) => async () => {
      const rest = contenderNamed('Orderport REST', size.contenders)
      return send(size, rest, await size.bigTenantRequests.of(work, rest, 0), options)
    }
    const what = works[work].title
    growth.push({
      ...(await divided(turn(large), turn(small), options)),
      what,
      against: `${small.rows.toLocaleString('en')} rows`,
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
  const trpc = contenderNamed('Orderport tRPC', size.contenders)
  const deep = async () => send(size, trpc, await size.bigTenantRequests.of('deep-page', trpc, 0), options)
  const first = () => send(size, trpc, size.bigTenantRequests.firstPages(), options)
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

type Batches = Awaited<ReturnType<Requests['of']>>

function send({ meter }: Size, { program, style }: Contender, batches: Batches, options: GrowthOptions) {
  const { concurrency: connections, seconds, amount } = options
  return meter.measure(program, { style, batches, connections, seconds, ...(amount === undefined ? {} : { amount }) })
}

async function divided(
  one: () => Promise<Measurement>,
  base: () => Promise<Measurement>,
  { rounds }: GrowthOptions,
): Promise<Pick<Growth, 'p50' | 'baseP50' | 'ratio'>> {
  await one()
  await base()
  const measured = await inRounds(
    [
      { name: 'one', measure: one },
      { name: 'base', measure: base },
    ],
    rounds,
  )
  const times = (measured.get('one') ?? []).map(({ p50 }) => p50)
  const bases = (measured.get('base') ?? []).map(({ p50 }) => p50)
  const ratios = times.map((time, round) => {
    const base = bases[round] ?? null
    return time === null || base === null ? null : time / base
  })
  return { p50: median(times), baseP50: median(bases), ratio: spreadOf(ratios) }
}
