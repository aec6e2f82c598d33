/** What an order's items say together. */

/** Returns true if any item says so, false if none does and at least one says no, else null. */
export function anyOf(flags: readonly (boolean | null)[]): boolean | null {
  return flags.includes(true) ? true : flags.includes(false) ? false : null
}

/** Returns the value of all items that have one, or null where they have different ones, or none has. */
export function agreedValue<Value>(values: readonly (Value | null)[]): Value | null {
  const [value, ...others] = new Set(values.filter((said) => said !== null))
  return value !== undefined && others.length === 0 ? value : null
}

/** Returns the different texts, one a line, or null where there is none. */
export function distinctTexts(texts: readonly (string | null)[]): string | null {
  return [...new Set(texts.filter((text) => text !== null))].join('\n') || null
}
