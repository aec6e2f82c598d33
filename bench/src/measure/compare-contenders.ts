import { checkEqual, UnansweredError } from '../contenders/check-equal.ts'
import type { Contender, ContenderName } from '../contenders/contenders.ts'
import type { Comparison, Entry, Measurement } from '../report/result.ts'
import { inRounds } from './in-rounds.ts'
import type { Size } from './size.ts'
import { median, spreadOf } from './statistics.ts'
import { works, type WorkName } from './work.ts'

/** How many rounds each is asked for before the first, so that its code is compiled and its rows are in memory. */
const warmUpRounds = 2

/** Whom each of Orderport's ways in is compared with. */
const peerOf: Readonly<Partial<Record<ContenderName, ContenderName>>> = {
  'Orderport REST': 'hand-written',
  'Orderport tRPC': 'stock tRPC',
  'Orderport SDK': 'stock tRPC client',
}

export interface CompareOptions {
  readonly works: readonly WorkName[]
  readonly concurrencies: readonly number[]
  /** The concurrency of works that are measured at one only. */
  readonly concurrency: number
  readonly rounds: number
  readonly seconds: number
  /** How many requests each is sent in a round instead. */
  readonly amount?: number
  readonly latencyMs: number
}

/** Measures every work at every concurrency that it is for. Throws when contenders don't answer alike. */
export async function compareContenders(
  size: Size,
  options: CompareOptions,
  onProgress: (message: string) => void,
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = []
  const rows = `${size.rows.toLocaleString('en')} rows`
  for (const work of options.works) {
    const { title, atEachConcurrency } = works[work]
    onProgress(`${rows}: ${title}: comparing answers`)
    const compared = await isComparable(work, size, onProgress)
    for (const concurrency of atEachConcurrency ? options.concurrencies : [options.concurrency]) {
      onProgress(`${rows}: ${title}, ${concurrency} at once`)
      comparisons.push({ ...(await compareOne(work, concurrency, options, size)), compared })
    }
  }
  return comparisons
}

/** False where a contender doesn't answer. Throws where answers differ. */
async function isComparable(work: WorkName, size: Size, onProgress: (message: string) => void): Promise<boolean> {
  try {
    await checkAnswers(work, size)
    return true
  } catch (error) {
    if (!(error instanceof UnansweredError)) throw error
    onProgress(error.message)
    return false
  }
}

async function checkAnswers(work: WorkName, { contenders, requests }: Size): Promise<void> {
  for (const { contender, peer } of pairs(work, contenders.all)) {
    const own = (await requests.of(work, contender, 3)).slice(0, 3)
    const peers = (await requests.of(work, peer, 3)).slice(0, 3)
    const both = own.map((batch, index) => [batch, peers[index] ?? []] as const)
    await checkEqual(contender, peer, both, work === 'import-new')
  }
}

function pairs(work: WorkName, contenders: readonly Contender[]) {
  const named = new Map(contenders.map((contender) => [contender.name, contender]))
  return works[work].contenders.flatMap((name) => {
    const contender = named.get(name)
    const peerName = peerOf[name]
    const peer = peerName === undefined ? undefined : named.get(peerName)
    return contender === undefined || peer === undefined ? [] : [{ contender, peer }]
  })
}

async function compareOne(
  work: WorkName,
  concurrency: number,
  { rounds, seconds, amount, latencyMs }: CompareOptions,
  { rows, contenders, requests, meter }: Size,
): Promise<Omit<Comparison, 'compared'>> {
  const names: readonly ContenderName[] = works[work].contenders
  const imports = amount ?? Math.ceil(concurrency * ((seconds * warmUpRounds * 1000) / latencyMs + 2))
  const turns = contenders.all
    .filter(({ name }) => names.includes(name))
    .map((contender) => ({
      name: contender.name,
      measure: async (duration = seconds) =>
        meter.measure(contender.program, {
          style: contender.style,
          batches: await requests.of(work, contender, imports),
          connections: concurrency,
          seconds: duration,
          ...(amount === undefined ? {} : { amount }),
        }),
    }))
  for (const { measure } of turns) await measure(seconds * warmUpRounds)
  const measured = await inRounds(turns, rounds)
  return { rows, work, concurrency, entries: [...measured].map(([name, own]) => entryOf(name, own, measured)) }
}

function entryOf(
  contender: ContenderName,
  rounds: readonly Measurement[],
  measured: ReadonlyMap<ContenderName, readonly Measurement[]>,
): Entry {
  const against = peerOf[contender] ?? null
  const peers = against === null ? [] : (measured.get(against) ?? [])
  const ratios = rounds.map(({ rate }, round) => {
    const peer = peers[round]?.rate ?? 0
    return peer === 0 ? null : rate / peer
  })
  return { contender, against, rounds: [...rounds], median: medianOf(rounds), ratio: spreadOf(ratios) }
}

function medianOf(rounds: readonly Measurement[]): Measurement {
  const of = (pick: (measurement: Measurement) => number | null) => median(rounds.map(pick))
  return {
    rate: of(({ rate }) => rate) ?? 0,
    answered: of(({ answered }) => answered) ?? 0,
    failed: rounds.reduce((sum, { failed }) => sum + failed, 0),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    cpuMicros: of((measurement) => measurement.cpuMicros),
    databaseCpuMicros: of(({ databaseCpuMicros }) => databaseCpuMicros),
    megabytes: of(({ megabytes }) => megabytes),
  }
}
