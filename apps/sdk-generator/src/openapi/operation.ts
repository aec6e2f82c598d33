import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import type { Contract, ContractProcedure } from '../contract.ts'
import type { Json } from './document.ts'
import { groupByStatus, failureCodes, retryAfterPresence } from './failures.ts'
import { requestHeaders, responseHeaders } from './headers.ts'

/** How REST or tRPC exposes a procedure. */
export interface OperationOptions {
  readonly operationId: string
  readonly procedure: ContractProcedure
  /** Parameters besides the headers that every call may send. */
  readonly parameters: readonly Json[]
  /** The schema of the body; null without a body. */
  readonly body: Json | null
  /** An example of the body, where it isn't the procedure's input. */
  readonly bodyExample?: Json | undefined
  readonly answer: { readonly description: string; readonly schema: Json; readonly mediaType?: string }
  /** Returns how a failure with one of these codes is sent: its schema, and an example for each code. */
  readonly failure: (codes: readonly ErrorCode[]) => {
    readonly schema: Json
    readonly exampleOf: (code: ErrorCode) => Json
  }
}

const orderRef = '171-4093870-1757126'
const importId = 'imp-mlanrh0t-9kjknx'

/**
 * An example input for each input type, which readers of the documents can try. Tests check each against its schema.
 */
const inputExamples: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['OrderImportInput', { orderRef }],
  ['OrderListInput', { status: 'Shipped', limit: 20 }],
  ['OrderGetInput', { orderId: orderRef }],
  ['LateOrdersInput', { limit: 20 }],
  ['ImportStartInput', { refs: [orderRef, '402-1234567-7654321'] }],
  ['ImportPreviewInput', { since: '2026-01-01' }],
  ['ImportGetInput', { id: importId, itemState: 'failed' }],
  ['ImportListInput', { limit: 20 }],
  ['ImportIdInput', { id: importId }],
  ['ImportWatchInput', { id: importId }],
])

/** Returns an OpenAPI operation, with a response for every status and code that a call of it may get. */
export function operation(contract: Contract, options: OperationOptions): Json {
  const { operationId, procedure, parameters, body, bodyExample, answer, failure } = options
  const [tag] = procedure.path
  const success = {
    description: answer.description,
    headers: responseHeaders('never'),
    content: { [answer.mediaType ?? 'application/json']: { schema: answer.schema } },
  }
  return {
    operationId,
    tags: [tag],
    summary: procedure.meta.summary,
    description: procedure.meta.description,
    parameters: [...parameters, ...requestHeaders],
    ...(body === null ? {} : { requestBody: { required: true, content: inputContent(body, procedure, bodyExample) } }),
    responses: Object.fromEntries([
      ['200', success],
      ...groupByStatus(failureCodes(procedure, contract)).map(([status, codes]) => [
        String(status),
        failureResponse(codes, failure(codes)),
      ]),
    ]),
  }
}

/** Returns the content of a procedure's JSON input, with an example. */
export function inputContent(schema: Json, { input }: ContractProcedure, example = inputExampleOf(input)): Json {
  return { 'application/json': { schema, example } }
}

/** Returns the response for one status and its codes. */
function failureResponse(
  codes: readonly ErrorCode[],
  { schema, exampleOf }: ReturnType<OperationOptions['failure']>,
): Json {
  const examples = codes.map(
    (code) => [code, { summary: errorCatalogue[code].message, value: exampleOf(code) }] as const,
  )
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCatalogue[code].message}`).join('\n\n'),
    headers: responseHeaders(retryAfterPresence(codes)),
    content: { 'application/json': { schema, examples: Object.fromEntries(examples) } },
  }
}

function inputExampleOf(type: string): Json {
  const example = inputExamples.get(type)
  if (example === undefined) throw new Error(`${type} has no example: add it to inputExamples.`)
  return example
}
