import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import type { Contract } from '../contract.ts'
import { objectSchema, openApiDocument, type Json } from './document.ts'
import { operation } from './operation.ts'
import { inputParameters, restOperations, restSchemas, type RestOperation } from './rest-operations.ts'

const description = [
  'The contract of the support inbox’s deployed back end. It is frozen: fields may be added, but are never changed or ' +
    'removed.',
  'Every failure is `{"error", "code", "requestId"}`. `error` is a French sentence for a person, and contains the word ' +
    '“introuvable” only if something is not found; `code` is for programs. Any other address answers 404 ROUTE_NOT_FOUND.',
  'Only trusted networks may call; the operator configures them.',
].join('\n\n')

/** Returns the OpenAPI document of `/api/v1/orders` as text. */
export function restDocument(contract: Contract): string {
  const paths: Record<string, Json> = {}
  for (const endpoint of restOperations) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationJson(contract, endpoint) }
  }
  return openApiDocument({ title: 'Orderport REST', description, paths, schemas: restSchemas(contract) }, contract)
}

function operationJson(contract: Contract, endpoint: RestOperation): Json {
  const procedure = contract.procedures.find(({ path }) => path.join('.') === endpoint.procedure)
  if (procedure === undefined) throw new Error(`${endpoint.path} calls ${endpoint.procedure}, which does not exist.`)
  const { operationId, answer, body, bodyExample } = endpoint
  const parameters = inputParameters(contract, endpoint, procedure)
  return operation(contract, { operationId, procedure, parameters, body, bodyExample, answer, failure })
}

function failure(codes: readonly ErrorCode[]) {
  const properties = {
    error: { type: 'string', description: 'A French sentence for a person' },
    code: { type: 'string', enum: codes, description: 'What failed' },
    requestId: { type: 'string', description: 'Equal to the header x-request-id' },
  }
  const schema = objectSchema(properties)
  const field = {
    type: 'string',
    description: 'The malformed or missing field, such as conversation.customerName, where it is known',
  }
  const isNamed = codes.includes('INVALID_REQUEST')
  return {
    schema: isNamed ? { ...schema, properties: { ...properties, field } } : schema,
    exampleOf: (code: ErrorCode) => ({ error: errorCatalogue[code].sentence, code, requestId: '5f3a…' }),
  }
}
