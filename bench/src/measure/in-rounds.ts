import type { Measurement } from '../report/result.ts'

/** One of those that take turns. */
export interface Turn<Name extends string> {
  readonly name: Name
  readonly measure: () => Promise<Measurement>
}

/**
 * Lets everyone take a turn in each round, and returns everyone's measurements, round by round. Who begins changes with
 * each round, so that whatever else the machine does meets all alike.
 */
export async function inRounds<Name extends string>(
  turns: readonly Turn<Name>[],
  rounds: number,
): Promise<ReadonlyMap<Name, readonly Measurement[]>> {
  const measured = new Map<Name, Measurement[]>(turns.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    const first = round % Math.max(turns.length, 1)
    for (const { name, measure } of [...turns.slice(first), ...turns.slice(0, first)]) {
      measured.get(name)?.push(await measure())
    }
  }
  return measured
}
