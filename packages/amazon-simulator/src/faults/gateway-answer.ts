import { jsonHeaders, withHeaders, type Answer } from '../answer.ts'
import type { GatewayFault } from './fault.ts'

const sentences: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
}

const codes: Readonly<Record<number, string>> = { 400: 'InvalidRequest', 403: 'Forbidden', 404: 'ResourceNotFound' }

/** Returns what a gateway answers that doesn't pass the request on. */
export function gatewayAnswer({ status, form = 'message', contentType }: GatewayFault): Answer {
  const answer = { status, ...contentOf(form, status) }
  return contentType === undefined ? answer : withHeaders(answer, { 'content-type': contentType })
}

function contentOf(form: NonNullable<GatewayFault['form']>, status: number): Pick<Answer, 'headers' | 'text'> {
  const sentence = sentences[status] ?? 'Internal Server Error'
  switch (form) {
    case 'message':
      return { headers: jsonHeaders, text: JSON.stringify({ message: sentence }) }
    case 'uri': {
      const error = {
        code: codes[status] ?? 'InternalFailure',
        message: `${sentence}: the requested URI can't be served.`,
        details: '',
      }
      return { headers: { ...jsonHeaders, 'x-amzn-ErrorType': error.code }, text: JSON.stringify({ errors: [error] }) }
    }
    case 'null':
      return { headers: jsonHeaders, text: '{"message":null}' }
    case 'empty':
      return { headers: {}, text: '' }
    case 'html':
      return {
        headers: { 'content-type': 'text/html; charset=utf-8' },
        text: `<!doctype html><title>${status} ${sentence}</title><h1>${sentence}</h1>`,
      }
  }
}
