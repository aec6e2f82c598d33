import fc from 'fast-check'
import type { z } from 'zod'
import { runningProcedures } from '../harness/procedures.ts'
import { escaped, examples, jsonHeaders, listener, way, withOneWay, type FuzzRequest } from './fuzz-request.ts'
import { inputsFor } from './schema-values.ts'
import { wildText, wildValue } from './wild-values.ts'

function inputFor(path: string, schema: z.ZodType): fc.Arbitrary<unknown> {
  const inputs = inputsFor(schema, examples)
  return path === 'imports.start' ? fc.tuple(inputs, way).map(([input, only]) => withOneWay(input, only)) : inputs
}

/** A procedure, with input that is generated from its own schema. */
const call = fc
  .constantFrom(...runningProcedures())
  .chain(({ path, type, input }) =>
    fc.record({ path: fc.constant(path), type: fc.constant(type), input: inputFor(path, input) }),
  )

export const trpcCall: fc.Arbitrary<FuzzRequest> = fc
  .tuple(listener, call)
  .map(([to, { path, type, input }]) =>
    type === 'mutation'
      ? { listener: to, method: 'POST', path: `/trpc/${path}`, headers: jsonHeaders, body: JSON.stringify(input) }
      : { listener: to, method: 'GET', path: `/trpc/${path}?input=${escapedJson(input)}`, headers: [] },
  )

const unknownCall = fc.record({
  path: fc.oneof(wildText, fc.constantFrom('orders', 'orders.', '.', 'orders.get.x', 'constructor', '__proto__')),
  input: wildValue,
})

const calls = fc
  .integer({ min: 0, max: 30 })
  .chain((maxLength) => fc.array(fc.oneof({ weight: 4, arbitrary: call }, unknownCall), { maxLength }))

/** A batch of calls, by GET or by POST: sometimes more than are allowed, sometimes with unknown procedures. */
export const trpcBatch: fc.Arbitrary<FuzzRequest> = fc
  .tuple(listener, calls, fc.boolean())
  .map(([to, several, isPost]) => {
    const url = `/trpc/${several.map(({ path }) => escaped(path)).join(',')}?batch=1`
    const input = Object.fromEntries(several.map((each, index) => [index, each.input]))
    return isPost
      ? { listener: to, method: 'POST', path: url, headers: jsonHeaders, body: JSON.stringify(input) }
      : { listener: to, method: 'GET', path: `${url}&input=${escapedJson(input)}`, headers: [] }
  })

function escapedJson(value: unknown): string {
  return escaped(JSON.stringify(value) ?? '')
}
