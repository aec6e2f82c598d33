/** Limits lines that would otherwise come with each request. */
export interface LineLimit {
  /**
   * Takes a line of this kind; returns how many of the kind were left out since the last one. Null when this one is
   * left out too. Kinds are ours and few: they are kept for good.
   */
  take(kind: string): number | null
}

/** Lets one line of each kind through in `everyMs`. */
export function createLineLimit(now: () => Date, everyMs = 30_000): LineLimit {
  const kinds = new Map<string, { readonly until: number; leftOut: number }>()
  return {
    take(kind) {
      const at = now().getTime()
      const known = kinds.get(kind)
      if (known !== undefined && at < known.until) {
        known.leftOut += 1
        return null
      }
      kinds.set(kind, { until: at + everyMs, leftOut: 0 })
      return known?.leftOut ?? 0
    },
  }
}
