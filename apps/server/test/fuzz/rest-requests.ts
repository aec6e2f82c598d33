import { importInputSchema, listInputSchema } from '@orderport/api'
import fc from 'fast-check'
import { z } from 'zod'
import { tenantA } from '../access/two-tenants.ts'
import { escaped, examples, jsonHeaders, way, withOneWay, type FuzzRequest } from './fuzz-request.ts'
import { inputsFor } from './schema-values.ts'
import { wildText } from './wild-values.ts'

export const restImport: fc.Arbitrary<FuzzRequest> = inputsFor(importInputSchema, examples).map((input) => ({
  listener: 'internal',
  method: 'POST',
  path: '/api/v1/orders/import-one',
  headers: jsonHeaders,
  body: JSON.stringify(input),
}))

/** The body of `import-many`, in REST's own names. */
const manySchema = z.object({
  channel: z.string().max(32).optional(),
  orderRefs: z.array(z.string()).optional(),
  text: z.string().max(2000).optional(),
  since: z.string().max(64).optional(),
  until: z.string().max(64).optional(),
})

export const restImportMany: fc.Arbitrary<FuzzRequest> = fc
  .tuple(inputsFor(manySchema, examples), way)
  .map(([input, only]) => ({
    listener: 'internal',
    method: 'POST',
    path: '/api/v1/orders/import-many',
    headers: jsonHeaders,
    body: JSON.stringify(withOneWay(input, only)),
  }))

export const restGetImport: fc.Arbitrary<FuzzRequest> = fc
  .tuple(fc.oneof(fc.constant(tenantA.importId), wildText), fc.oneof(fc.constant(''), wildText))
  .map(([id, more]) => ({
    listener: 'internal',
    method: 'GET',
    path: `/api/v1/imports/${escaped(id)}?${escaped(more)}=1`,
    headers: [],
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
