import fc from 'fast-check'
import { isRecord } from '../parse/answered-order.ts'
import { sampleOrder, sampleOrderId } from './sample-order.ts'

type Path = readonly (string | number)[]

/** Values that APIs are known to send where something else belongs, and any JSON at all. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown>('', ' ', 'true', 'NaN', '1,5', 0, -1, '0', null, [], {}, [null], '1970-01-01T00:00:00Z'),
  fc.constantFrom<unknown>('1e400', '9'.repeat(40), '\u0000', '\ud800', '2026-02-30T00:00:00Z', { amount: '5.00' }),
  fc.jsonValue(),
)

/** Makes copies of the object in which up to eight values, at any depth, are odd or missing. */
export function mangled(whole: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const mutation = fc.record({ path: fc.constantFrom(...pathsOf(whole)), value: fc.option(oddValue) })
  return fc.array(mutation, { minLength: 1, maxLength: 8 }).map((mutations) => {
    const copy: Record<string, unknown> = structuredClone(whole)
    for (const { path, value } of mutations) replace(copy, path, value)
    return copy
  })
}

/** Makes mangled copies of the sample order, under its own id. */
export function mangledOrder(): fc.Arbitrary<Record<string, unknown>> {
  return mangled(sampleOrder).map((order) => Object.assign(order, { orderId: sampleOrderId }))
}

function* pathsOf(value: unknown, above: Path = []): Generator<Path> {
  const children = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : []
  for (const [key, child] of children) {
    const path = [...above, key]
    yield path
    yield* pathsOf(child, path)
  }
}

function replace(root: unknown, path: Path, value: unknown): void {
  const [key, ...rest] = path
  if (key === undefined) return
  if (Array.isArray(root) && typeof key === 'number') {
    if (rest.length > 0) replace(root[key], rest, value)
    else root[key] = value
  } else if (isRecord(root)) {
    if (rest.length > 0) replace(root[key], rest, value)
    else if (value === null) Reflect.deleteProperty(root, key)
    else root[key] = value
  }
}
