import { isRecord } from './read-table.ts'

/**
 * Compares the values that an expectation names with what was read, and returns a line for each that differs. Values
 * that it doesn't name may be anything. Lists have the same length. A name that isn't among what was read is a
 * difference, and so is an expectation that names nothing: neither would ever fail otherwise.
 */
export function differencesIn(expected: unknown, actual: unknown, path = ''): readonly string[] {
  const at = path === '' ? '' : `${path}: `
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [`${at}${unequal(expected, actual)}`]
    const read: readonly unknown[] = actual
    return expected.flatMap((entry, index) => differencesIn(entry, read[index], `${path}[${index}]`))
  }
  if (isRecord(expected)) {
    const names = Object.keys(expected)
    if (names.length === 0) return [`${at}the expectation names no value`]
    if (!isRecord(actual)) return [`${at}${unequal(expected, actual)}`]
    return names.flatMap((name) => {
      const inner = path === '' ? name : `${path}.${name}`
      if (!Object.hasOwn(actual, name)) return [`${inner}: there is no value of this name`]
      return differencesIn(expected[name], actual[name], inner)
    })
  }
  return Object.is(expected, actual) ? [] : [`${at}${unequal(expected, actual)}`]
}

function unequal(expected: unknown, actual: unknown): string {
  return `expected ${JSON.stringify(expected)}, but it is ${JSON.stringify(actual)}`
}
