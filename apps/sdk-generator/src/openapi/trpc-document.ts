import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { Contract, ContractProcedure } from '../contract.ts'
import { objectSchema, openApiDocument, ref, type Json } from './document.ts'
import { inputContent, operation } from './operation.ts'

const description = [
  'The procedures over plain HTTP, for callers without the SDK or tRPC’s client. Queries are GET with the input as JSON in ' +
    'the query, mutations are POST with the input as the body.',
  'A call answers `{"result": {"data": …}}`, or `{"error": …}` with the status of the failure. `error.data.appCode` is the ' +
    'code of Orderport’s catalogue.',
  'One request may contain several calls: their paths joined by commas, `?batch=1`, and the inputs under `"0"`, `"1"`, … ' +
    'The answer is an array in the same order. Its status is the status of all calls, or 207 if they differ.',
  'Dates are ISO 8601 strings; there is no transformer.',
  'The public listener requires a bearer token or an API key. The internal listener requires neither, but accepts only ' +
    'trusted networks.',
].join('\n\n')

const schemes: Json = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A JWT from the identity provider, or an API key' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key: `opk_<tenant>.<id>.<secret>`' },
}

/** Returns the OpenAPI document of `/trpc` as text. */
export function trpcDocument(contract: Contract): string {
  const paths = Object.fromEntries(
    contract.procedures.map((procedure) => [
      `/trpc/${procedure.path.join('.')}`,
      { [procedure.type === 'mutation' ? 'post' : 'get']: operationJson(contract, procedure) },
    ]),
  )
  const security = { schemes, anonymous: true }
  return openApiDocument({ title: 'Orderport tRPC', description, paths, schemas: {}, security }, contract)
}

function operationJson(contract: Contract, procedure: ContractProcedure): Json {
  const data = ref(procedure.output)
  return operation(contract, {
    operationId: procedure.path.join('.'),
    procedure,
    parameters: queryInput(procedure),
    body: procedure.type === 'mutation' ? ref(procedure.input) : null,
    answer:
      procedure.type === 'subscription'
        ? {
            description: 'Server-sent events: each message’s data is this',
            schema: data,
            mediaType: 'text/event-stream',
          }
        : { description: 'The procedure’s output', schema: objectSchema({ result: objectSchema({ data }) }) },
    failure: (codes) => ({
      schema: objectSchema({
        error: {
          allOf: [ref(contract.failure), { properties: { data: { properties: { appCode: { enum: codes } } } } }],
        },
      }),
      exampleOf: (code) => failureExample(contract, procedure, code),
    }),
  })
}

function queryInput(procedure: ContractProcedure): Json[] {
  const { type, input, inputOptional } = procedure
  if (type === 'mutation') return []
  const content = inputContent(ref(input), procedure)
  return [{ name: 'input', in: 'query', required: !inputOptional, description: 'As JSON', content }]
}

/** Returns a failure as it is sent, with a value for each field in the contract. */
function failureExample(contract: Contract, { path }: ContractProcedure, code: ErrorCode): Json {
  const { message, sentence, trpcCode, status, retryable } = errorCatalogue[code]
  const values: Json = {
    code: trpcCode,
    httpStatus: status,
    path: path.join('.'),
    appCode: code,
    sentence,
    retryable,
    requestId: '5f3a…',
  }
  const fields = Object.keys(contract.types.get(contract.failureData)?.properties ?? {})
  const data = Object.fromEntries(
    fields.map((field) => {
      if (values[field] === undefined) throw new Error(`The example of a failure has no value for ${field}.`)
      return [field, values[field]]
    }),
  )
  return { error: { message, code: TRPC_ERROR_CODES_BY_KEY[trpcCode], data } }
}
