import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import type { Contract, ContractProcedure } from '../contract.ts'
import { objectOf, openApiDocument, type Json } from './document.ts'
import { byStatus, failuresOf, retryAfterWith } from './failures.ts'
import { requestHeaders, responseHeaders } from './headers.ts'
import { inputExampleOf } from './input-examples.ts'
import { inputParameters, restOperations, restSchemas, type RestOperation } from './rest-operations.ts'

const description = [
  'The contract that the deployed back end of the support inbox calls. It is frozen: fields are added, never changed or removed.',
  'Every failure is `{"error", "code", "requestId"}`. `error` is a French sentence for a person and contains the word ' +
    '“introuvable” only where something isn’t found; `code` is for programs. An address that isn’t listed answers 404 ROUTE_NOT_FOUND.',
  'Calls come from trusted networks only; which, the operator sets.',
].join('\n\n')

/** The OpenAPI document of `/api/v1/orders`, as text. */
export function restDocument(contract: Contract): string {
  const paths: Record<string, Json> = {}
  for (const operation of restOperations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationJson(contract, operation) }
  }
  return openApiDocument({ title: 'Orderport REST', description, paths, schemas: restSchemas(contract) }, contract)
}

function operationJson(contract: Contract, operation: RestOperation): Json {
  const procedure = contract.procedures.find(({ path }) => path.join('.') === operation.procedure)
  if (procedure === undefined) throw new Error(`${operation.path} stands on ${operation.procedure}, which there isn’t.`)
  const { answer, body } = operation
  const success = { description: answer.description, headers: responseHeaders('never'), content: json(answer.schema) }
  return {
    operationId: operation.operationId,
    tags: ['orders'],
    summary: procedure.meta.summary,
    description: procedure.meta.description,
    parameters: [...inputParameters(contract, operation), ...requestHeaders],
    ...(body === null ? {} : { requestBody: { required: true, content: bodyContent(body, procedure) } }),
    responses: Object.fromEntries([
      ['200', success],
      ...byStatus(failuresOf(procedure, contract)).map(([status, codes]) => [String(status), failureJson(codes)]),
    ]),
  }
}

function bodyContent(schema: Json, { input }: ContractProcedure): Json {
  return { 'application/json': { schema, example: inputExampleOf(input) } }
}

/** One status with all the codes that come with it. */
function failureJson(codes: readonly ErrorCode[]): Json {
  const examples = codes.map((code) => {
    const { sentence, message } = errorCatalogue[code]
    return [code, { summary: message, value: { error: sentence, code, requestId: '5f3a…' } }] as const
  })
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCatalogue[code].message}`).join('\n\n'),
    headers: responseHeaders(retryAfterWith(codes)),
    content: json(
      objectOf({
        error: { type: 'string', description: 'A French sentence for a person' },
        code: { type: 'string', enum: codes, description: 'What failed' },
        requestId: { type: 'string', description: 'The same as the header x-request-id' },
      }),
      Object.fromEntries(examples),
    ),
  }
}

function json(schema: Json, examples?: Json): Json {
  return { 'application/json': { schema, ...(examples === undefined ? {} : { examples }) } }
}
