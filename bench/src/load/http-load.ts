import autocannon from 'autocannon'
import type { Batch, Load, LoadOutcome } from './call.ts'
import { restRequest, trpcRequest, type HttpRequest } from './http-request.ts'

/** Sends requests by autocannon. Each connection sends its own part of the requests, over and over. */
export async function sendByHttp(load: Load): Promise<LoadOutcome> {
  const requests = load.batches.map((batch) => requestOf(load.style, batch))
  const latencies: number[] = []
  let failed = 0
  let client = 0
  const options: autocannon.Options = {
    url: load.address,
    connections: load.connections,
    timeout: 10,
    // How often it looks whether the time is over, in milliseconds.
    sampleInt: 50,
    ...(load.amount === undefined ? { duration: load.seconds } : { amount: load.amount }),
    setupClient: (connection) => {
      const part = requests.filter((_request, index) => index % load.connections === client)
      client += 1
      connection.setRequests(part.length === 0 ? requests : part)
    },
  }
  let first = 0
  let last = 0
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(options, (error: Error | null, outcome) => (error ? reject(error) : resolve(outcome)))
    // autocannon rounds its own latencies to milliseconds.
    instance.on('response', (_client, status, _bytes, milliseconds) => {
      last = performance.now()
      if (first === 0) first = last - milliseconds
      if (status === 200) latencies.push(milliseconds)
      else failed += 1
    })
  })
  failed += result.errors
  const seconds = (last - first) / 1000
  return { answered: latencies.length, failed, seconds, latencies: latencies.toSorted((one, other) => one - other) }
}

function requestOf(style: Load['style'], batch: Batch): HttpRequest {
  const [call] = batch
  if (style === 'trpc') return trpcRequest(batch)
  if (call === undefined || batch.length !== 1) throw new Error('REST sends one call in each request.')
  return restRequest(call)
}
