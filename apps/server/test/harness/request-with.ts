import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

/** An incoming request with these headers, each as often as it is listed. */
export function requestWith(...headers: readonly (readonly [name: string, value: string])[]): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  request.headersDistinct = {}
  for (const [name, value] of headers) (request.headersDistinct[name.toLowerCase()] ??= []).push(value)
  return request
}
