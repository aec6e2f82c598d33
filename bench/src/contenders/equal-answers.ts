import { isDeepStrictEqual } from 'node:util'

/** Returns the first place where two answers differ, apart from fields of these names; null where they don't. */
export function differenceIn(one: unknown, other: unknown, ignored: ReadonlySet<string>): string | null {
  return differenceAt('', without(one, ignored), without(other, ignored))
}

/** True for an order, and for anything that holds one. */
export function holdsAnOrder(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false
  if ('orderId' in answer && 'products' in answer && Array.isArray(answer.products)) return answer.products.length > 0
  return Object.values(answer).some(holdsAnOrder)
}

/** Returns the value without the fields of these names, at any depth. */
function without(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, names))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => !names.has(name))
  return Object.fromEntries(entries.map(([name, item]) => [name, without(item, names)]))
}

function differenceAt(path: string, one: unknown, other: unknown): string | null {
  if (isDeepStrictEqual(one, other)) return null
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`
  }
  const [ours, theirs] = [new Map(Object.entries(one)), new Map(Object.entries(other))]
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const difference = differenceAt(`${path}.${name}`, ours.get(name), theirs.get(name))
    if (difference !== null) return difference
  }
  return `${path}: of different kinds`
}
