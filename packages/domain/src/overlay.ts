/**
 * Returns the newer list, with each entry laid over the known one of the same key. Two entries with one key (a page
 * read twice) become one, so that applying a list twice is applying it once. Entries without a key stay as they are.
 */
export function overlayByKey<T extends object>(
  known: readonly T[],
  newer: readonly T[],
  keyOf: (entry: T) => string | null,
  merge: (known: T, newer: T) => T,
): readonly T[] {
  const before = new Map(known.map((entry) => [keyOf(entry), entry]))
  const said = new Map<unknown, T>()
  for (const entry of newer) {
    const key = keyOf(entry) ?? Symbol('without a key')
    const same = said.get(key)
    said.set(key, same === undefined ? entry : merge(same, entry))
  }
  return [...said.values()].map((entry) => {
    const key = keyOf(entry)
    const same = key === null ? undefined : before.get(key)
    return same === undefined ? entry : merge(same, entry)
  })
}

/** The newer value's parts over the known one's; null says nothing. */
export function overlay<T extends object>(known: T, newer: T): T {
  const said = Object.entries(newer).filter(([, value]) => value !== null)
  return { ...known, ...Object.fromEntries(said) }
}
