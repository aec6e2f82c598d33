import type { createCaller } from '@orderport/api'

type Detail = Awaited<ReturnType<ReturnType<typeof createCaller>['imports']['get']>>

/** An import as the API describes it. */
export type WireImport = Detail['import']

/** Returns how far an import is in one line: counts, the rate, and the estimated end in the operator's time. */
export function describeProgress(found: WireImport, now: Date): string {
  const { state, total, done, failed, ratePerMinute, estimatedEnd, nextAttemptAt, error } = found
  const parts = [`${number(done + failed)}${total === null ? '' : ` of ${number(total)}`} orders`]
  if (failed > 0) parts.push(`${number(failed)} failed`)
  if (state === 'queued') parts.push('waits for a worker')
  if (state === 'waiting' && nextAttemptAt !== null) {
    parts.push(`waits until ${localMoment(nextAttemptAt, now)}${error === null ? '' : ` (${error.code})`}`)
  }
  if (state === 'running' && ratePerMinute !== null) parts.push(`${number(Math.round(ratePerMinute))} a minute`)
  if (estimatedEnd !== null) parts.push(`done by ${localMoment(estimatedEnd, now)}`)
  return parts.join(', ')
}

/** Returns the share of the work that is done, between 0 and 1; null while nobody can tell. */
export function shareOf({ total, done, failed, since, until }: WireImport, windows: Detail['windows']): number | null {
  if (total !== null) return total === 0 ? 1 : (done + failed) / total
  if (since === null || until === null) return null
  const listedMs = windows
    .filter(({ state }) => state === 'done')
    .reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
  return listedMs / (Date.parse(until) - Date.parse(since))
}

const dayMs = 24 * 60 * 60_000

/** Returns a moment in the operator's own time: the weekday within the next six days, else the date. */
export function localMoment(instant: string, now: Date): string {
  const moment = new Date(instant)
  const time = { hour: '2-digit', minute: '2-digit' } as const
  if (moment.toDateString() === now.toDateString()) return moment.toLocaleTimeString('en-GB', time)
  const isNear = Math.abs(moment.getTime() - now.getTime()) < 6 * dayMs
  const day = isNear ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long', year: 'numeric' } as const)
  return `${moment.toLocaleDateString('en-GB', day)} ${moment.toLocaleTimeString('en-GB', time)}`
}

export function number(value: number): string {
  return value.toLocaleString('en')
}
