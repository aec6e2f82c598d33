/** One of several ways to do the same thing. */
export type Candidate = () => Promise<unknown>

export interface Comparison {
  readonly name: string
  /** The median of the candidate's time divided by the baseline's, round by round. */
  readonly ratio: number
  /** The median time of one call in microseconds, which is true only for this machine and moment. */
  readonly microseconds: number
}

const rounds = 21
const callsARound = 200

/**
 * Times each candidate against the first one, the baseline. Shared machines are noisy, so the candidates take turns in
 * each round, and the result is the median of the ratios within a round.
 */
export async function compare(candidates: Readonly<Record<string, Candidate>>): Promise<readonly Comparison[]> {
  const [baseline, ...others] = Object.entries(candidates)
  if (baseline === undefined) throw new Error('There is nothing to compare.')
  for (const [, candidate] of [baseline, ...others]) await timeOf(candidate)
  const times = new Map<string, number[]>()
  const ratios = new Map<string, number[]>()
  for (let round = 0; round < rounds; round += 1) {
    const base = await timeOf(baseline[1])
    append(times, baseline[0], base)
    append(ratios, baseline[0], 1)
    for (const [name, candidate] of others) {
      const time = await timeOf(candidate)
      append(times, name, time)
      append(ratios, name, time / base)
    }
  }
  return Object.keys(candidates).map((name) => ({
    name,
    ratio: median(ratios.get(name) ?? []),
    microseconds: median(times.get(name) ?? []),
  }))
}

/** Returns the mean time of one call in microseconds. */
async function timeOf(candidate: Candidate): Promise<number> {
  const start = process.hrtime.bigint()
  for (let call = 0; call < callsARound; call += 1) await candidate()
  return Number(process.hrtime.bigint() - start) / callsARound / 1000
}

function append(lists: Map<string, number[]>, name: string, value: number): void {
  lists.set(name, [...(lists.get(name) ?? []), value])
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
