/** The parts of a start, in their order. */
type StartPart = 'node' | 'modules' | 'configuration' | 'wiring' | 'listeners' | 'database' | 'listening'

/** Where the time of a start goes. */
export interface StartTimes {
  /** Ends a part, which began where the part before it ended. */
  end(part: StartPart): void
  /** Returns the whole milliseconds of each ended part, and their `total`. */
  summary(): Readonly<Record<string, number>>
}

/** Starts the first part at `from`. `now` and `from` are milliseconds. */
export function createStartTimes(now: () => number, from: number): StartTimes {
  const parts = new Map<string, number>()
  let partBegan = from
  return {
    end(part) {
      const ended = now()
      parts.set(part, Math.round(ended - partBegan))
      partBegan = ended
    },
    summary: () => ({ ...Object.fromEntries(parts), total: Math.round(partBegan - from) }),
  }
}
