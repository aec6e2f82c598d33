/** One way to do the same thing as the others. */
export type Way = () => Promise<unknown>

export interface Comparison {
  readonly name: string
  /** The median of the ways' time over the baseline's, round by round. */
  readonly ratio: number
  /** The median time of one call in microseconds: of this machine, at this moment. */
  readonly microseconds: number
}

const rounds = 21
const callsARound = 200

/**
 * Times each way against the first one, the baseline. Machines are shared and noisy: in each round the ways take turns, and what
 * counts is the ratio within a round, of which the median is told.
 */
export async function compare(ways: Readonly<Record<string, Way>>): Promise<readonly Comparison[]> {
  const [baseline, ...others] = Object.entries(ways)
  if (baseline === undefined) throw new Error('There is nothing to compare.')
  for (const [, way] of [baseline, ...others]) await timeOf(way)
  const times = new Map<string, number[]>()
  const ratios = new Map<string, number[]>()
  for (let round = 0; round < rounds; round += 1) {
    const base = await timeOf(baseline[1])
    note(times, baseline[0], base)
    note(ratios, baseline[0], 1)
    for (const [name, way] of others) {
      const time = await timeOf(way)
      note(times, name, time)
      note(ratios, name, time / base)
    }
  }
  return Object.keys(ways).map((name) => ({
    name,
    ratio: median(ratios.get(name) ?? []),
    microseconds: median(times.get(name) ?? []),
  }))
}

async function timeOf(way: Way): Promise<number> {
  const start = process.hrtime.bigint()
  for (let call = 0; call < callsARound; call += 1) await way()
  return Number(process.hrtime.bigint() - start) / callsARound / 1000
}

function note(into: Map<string, number[]>, name: string, value: number): void {
  into.set(name, [...(into.get(name) ?? []), value])
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
