import { errorCatalogue, errorCodes } from '@orderport/domain'
import { z } from 'zod'
import { headerOf, type RawAnswer } from '../harness/raw-request.ts'

const code = z.enum(errorCodes)
const restFailure = z.strictObject({
  error: z.string().min(1),
  code,
  field: z.string().optional(),
  requestId: z.string().min(1),
})
const failureShape = z.looseObject({
  message: z.string().min(1),
  code: z.int(),
  data: z.looseObject({ appCode: code, httpStatus: z.int(), retryable: z.boolean(), requestId: z.string().min(1) }),
})
const trpcFailure = z.strictObject({ error: failureShape })
const trpcResult = z.strictObject({ result: z.strictObject({ data: z.looseObject({}) }) })
const batch = z.array(z.union([trpcFailure, trpcResult])).min(1)

/**
 * Returns a line for each fault of an answer, whatever the request was: a status or a code that the catalogue doesn't
 * have, a 5xx, a body of another shape than ours, a request id that differs from the header's.
 */
export function answerFaults(answer: RawAnswer): readonly string[] {
  const { status, text } = answer
  const id = headerOf(answer, 'x-request-id')
  if (id === null) return ['has no request id']
  if (status >= 500) return [`is a ${status}`]
  if (status === 204) return text === '' ? [] : ['is a 204 with a body']
  if (text === '') return isDocumented(status) ? [] : [`is a ${status}`]
  const type = headerOf(answer, 'content-type')
  if (status === 200) return type === 'text/event-stream' ? streamFaults(text, id) : []
  // A batch with successes and failures: tRPC sends it without a charset.
  const isJson = type === 'application/json; charset=utf-8' || (status === 207 && type === 'application/json')
  if (!isJson) return ['is a failure that is not JSON']
  const body: unknown = JSON.parse(text)
  const rest = restFailure.safeParse(body)
  if (rest.success)
    return [
      ...wrongStatus(status, rest.data.code),
      ...(rest.data.requestId === id ? [] : ['has another request id in its body']),
    ]
  const trpc = trpcFailure.safeParse(body)
  if (trpc.success) return [...wrongStatus(status, trpc.data.error.data.appCode), ...wrongData(trpc.data, id)]
  const several = batch.safeParse(body)
  if (!several.success) return ['is a failure of an unknown shape']
  const failures = several.data.filter((each) => 'error' in each)
  const isOwnStatus = status === 207 || failures.every(({ error }) => error.data.httpStatus === status)
  return [...failures.flatMap((failure) => wrongData(failure, id)), ...(isOwnStatus ? [] : [`is a ${status}`])]
}

/** A stream says that it is over, or why the call failed. */
function streamFaults(text: string, id: string): readonly string[] {
  if (/^event: return$/m.test(text)) return []
  const [, failure] = /^event: serialized-error\ndata: (.*)$/m.exec(text) ?? []
  if (failure === undefined) return ['is a stream without an end']
  const parsed = failureShape.safeParse(JSON.parse(failure))
  return parsed.success ? wrongData({ error: parsed.data }, id) : ['is a stream with a failure of an unknown shape']
}

function wrongStatus(status: number, code: z.infer<typeof restFailure>['code']): string[] {
  return errorCatalogue[code].status === status ? [] : [`is a ${status} with ${code}`]
}

function wrongData({ error }: z.infer<typeof trpcFailure>, id: string): string[] {
  const { appCode, httpStatus, requestId } = error.data
  return [...wrongStatus(httpStatus, appCode), ...(requestId === id ? [] : ['has another request id in its body'])]
}

function isDocumented(status: number): boolean {
  return status === 200 || errorCodes.some((each) => errorCatalogue[each].status === status)
}
