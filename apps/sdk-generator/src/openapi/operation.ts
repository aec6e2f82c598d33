import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import type { Contract, ContractProcedure } from '../contract.ts'
import type { Json } from './document.ts'
import { byStatus, failuresOf, retryAfterWith } from './failures.ts'
import { requestHeaders, responseHeaders } from './headers.ts'
import { inputExampleOf } from './input-examples.ts'

/** How one of the two contracts carries a procedure. */
export interface OperationParts {
  readonly operationId: string
  readonly procedure: ContractProcedure
  /** Besides the headers that every call may carry. */
  readonly parameters: readonly Json[]
  /** The schema of the body; null for a call without one. */
  readonly body: Json | null
  readonly answer: { readonly description: string; readonly schema: Json }
  /** How a failure with one of these codes is sent: its schema, and a value for each code. */
  readonly failure: (codes: readonly ErrorCode[]) => {
    readonly schema: Json
    readonly valueOf: (code: ErrorCode) => Json
  }
}

/** An operation with all that a call of it may meet: its success, and every status and code of the catalogue that concerns it. */
export function operation(contract: Contract, parts: OperationParts): Json {
  const { operationId, procedure, parameters, body, answer, failure } = parts
  const success = {
    description: answer.description,
    headers: responseHeaders('never'),
    content: { 'application/json': { schema: answer.schema } },
  }
  return {
    operationId,
    tags: ['orders'],
    summary: procedure.meta.summary,
    description: procedure.meta.description,
    parameters: [...parameters, ...requestHeaders],
    ...(body === null ? {} : { requestBody: { required: true, content: inputContent(body, procedure) } }),
    responses: Object.fromEntries([
      ['200', success],
      ...byStatus(failuresOf(procedure, contract)).map(([status, codes]) => [
        String(status),
        failureResponse(codes, failure(codes)),
      ]),
    ]),
  }
}

/** A procedure's input as JSON, with one that a reader may try. */
export function inputContent(schema: Json, { input }: ContractProcedure): Json {
  return { 'application/json': { schema, example: inputExampleOf(input) } }
}

/** One status with all the codes that come with it. */
function failureResponse(
  codes: readonly ErrorCode[],
  { schema, valueOf }: ReturnType<OperationParts['failure']>,
): Json {
  const examples = codes.map((code) => [code, { summary: errorCatalogue[code].message, value: valueOf(code) }] as const)
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCatalogue[code].message}`).join('\n\n'),
    headers: responseHeaders(retryAfterWith(codes)),
    content: { 'application/json': { schema, examples: Object.fromEntries(examples) } },
  }
}
