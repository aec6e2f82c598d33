import { performance } from 'node:perf_hooks'

const longestSilenceMs = 4000

/** A log for long steps that lets through one line every four seconds, beginning after four. `now` is a clock in ms. */
export function occasionally(log: (line: string) => void, now: () => number = () => performance.now()): typeof log {
  let last = now()
  return (line) => {
    const at = now()
    if (at - last < longestSilenceMs) return
    last = at
    log(line)
  }
}
