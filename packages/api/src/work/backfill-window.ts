import type { Instant, ImportWindow } from '@orderport/domain'

const dayMs = 24 * 60 * 60_000
/** The first window, and the bounds of the others. */
const firstMs = 7 * dayMs
const shortestMs = dayMs / 4
const longestMs = 30 * dayMs

/** What a window should hold: a page token that dies costs this many pages at most, and an empty window one. */
const pagesWanted = 10

/**
 * Returns the next window of a backfill, which goes from the newest orders to the oldest, or null when the windows
 * cover the period. Windows touch each other, so nothing is left out between them. Each is as long as ten pages of the
 * one before it.
 */
export function nextWindow(
  { since, until }: { readonly since: Instant; readonly until: Instant },
  windows: readonly ImportWindow[],
): { readonly from: Instant; readonly to: Instant } | null {
  const last = windows.at(-1)
  const to = last?.from ?? until
  if (Date.parse(to) <= Date.parse(since)) return null
  const from = Math.max(Date.parse(since), Date.parse(to) - lengthAfter(last))
  return { from: new Date(from).toISOString(), to }
}

function lengthAfter(last: ImportWindow | undefined): number {
  if (last === undefined) return firstMs
  const lastMs = Date.parse(last.to) - Date.parse(last.from)
  const wanted = (lastMs * pagesWanted) / Math.max(1, last.pages)
  return Math.min(Math.max(wanted, shortestMs, lastMs / 4), longestMs, lastMs * 4)
}
