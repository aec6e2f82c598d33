import { importInputSchema, listInputSchema } from '@orderport/api'
import fc from 'fast-check'
import { escaped, examples, jsonHeaders, type FuzzRequest } from './fuzz-request.ts'
import { inputsFor } from './schema-values.ts'
import { wildText } from './wild-values.ts'

export const restImport: fc.Arbitrary<FuzzRequest> = inputsFor(importInputSchema, examples).map((input) => ({
  listener: 'internal',
  method: 'POST',
  path: '/api/v1/orders/import-one',
  headers: jsonHeaders,
  body: JSON.stringify(input),
}))

const parameterName = fc.oneof(fc.constantFrom('q', 'limit', 'offset', 'tenantId', 'a[b]'), wildText)

/** The list's parameters, some of them doubled, and unknown ones. */
export const restList: fc.Arbitrary<FuzzRequest> = fc
  .tuple(inputsFor(listInputSchema, examples), fc.array(fc.tuple(parameterName, wildText), { maxLength: 3 }))
  .map(([input, more]) => {
    const fields = typeof input === 'object' && input !== null ? Object.entries(input) : []
    const parameters = [...fields, ...more].map(([name, value]: readonly [string, unknown]) => {
      return `${escaped(name)}=${escaped(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))}`
    })
    return { listener: 'internal', method: 'GET', path: `/api/v1/orders?${parameters.join('&')}`, headers: [] }
  })
