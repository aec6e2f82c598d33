import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Exchange } from './deliver.ts'
import type { TransportFault } from './fault.ts'

const chunk = Buffer.alloc(64 * 1024, 'a')

type EndlessFault = Extract<TransportFault, { readonly kind: 'huge' | 'gzip-bomb' }>

/** Streams a body of the fault's size, no faster than the caller reads it; stops quietly when the caller goes away. */
export async function sendEndless({ request, outgoing, settle, gone }: Exchange, fault: EndlessFault): Promise<void> {
  settle(200)
  const compression = fault.kind === 'gzip-bomb' ? { 'content-encoding': 'gzip' } : {}
  outgoing.writeHead(200, { 'content-type': 'application/json', 'x-amzn-RequestId': request.id, ...compression })
  const body = Readable.from(jsonOfSize(fault.bytes))
  try {
    await (fault.kind === 'gzip-bomb' ? pipeline(body, createGzip(), outgoing) : pipeline(body, outgoing))
  } catch (error) {
    if (!gone.aborted) throw error
  }
}

function* jsonOfSize(bytes: number): Generator<Buffer> {
  const head = Buffer.from('{"order":{"orderId":"')
  const tail = Buffer.from('"}}')
  yield head
  for (let left = bytes - head.length - tail.length; left > 0; left -= chunk.length) yield chunk.subarray(0, left)
  yield tail
}
