/** Returns the value below which that share of the values lies; null for no values. They must be sorted. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? null
}

/** Returns the median of the values that are known; null for none. */
export function median(values: readonly (number | null)[]): number | null {
  return quantile(sortedOf(values), 0.5)
}

export interface Spread {
  readonly median: number
  /** Half of the values lie between the quartiles. */
  readonly lower: number
  readonly upper: number
  readonly least: number
  readonly greatest: number
}

/** Returns how the values are spread; null for none. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const sorted = sortedOf(values)
  const [least] = sorted
  const greatest = sorted.at(-1)
  const [lower, middle, upper] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share))
  if (least === undefined || greatest === undefined) return null
  return { median: middle ?? least, lower: lower ?? least, upper: upper ?? greatest, least, greatest }
}

function sortedOf(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null).toSorted((one, other) => one - other)
}
