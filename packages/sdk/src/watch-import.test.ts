import { expect, it } from 'vitest'
import type { Orderport } from './create-orderport.ts'
import { failure, type ReceivedRequest } from './testing/fake-service.ts'
import { expectFailure, openClient } from './testing/open-client.ts'

/** A stream of these events; it ends after them. */
function stream(...events: readonly string[]): Response {
  return new Response(events.map((event) => `${event}\n\n`).join(''), {
    headers: { 'content-type': 'text/event-stream' },
  })
}

const connected = 'event: connected\ndata: {}'
const over = 'event: return\ndata: '
const stateOf = (version: number, done: number) => `id: ${version}\ndata: ${JSON.stringify({ version, done })}`

async function watched({ imports }: Pick<Orderport, 'imports'>, signal?: AbortSignal): Promise<number[]> {
  const seen: number[] = []
  for await (const { done } of imports.watch('imp-1', { signal })) seen.push(done)
  return seen
}

const inputOf = ({ calls }: ReceivedRequest) => calls[0]?.input

it('yields each state until the import has ended', async () => {
  const client = openClient(() => stream(connected, stateOf(1, 0), 'event: ping\ndata: ', stateOf(4, 3), over))
  expect(await watched(client)).toEqual([0, 3])
  const [request] = client.requests
  expect(request).toMatchObject({ method: 'GET', headers: { 'x-tenant-id': 'boutique-lyon' } })
  expect(request?.headers['accept']).toBe('text/event-stream')
})

it('connects again after a stream that ends early, after the last version', async () => {
  const streams = [stream(connected, stateOf(1, 0), stateOf(2, 1)), stream(connected), stream(stateOf(3, 2), over)]
  const client = openClient((_request, index) => streams[index] ?? stream(over))
  expect(await watched(client)).toEqual([0, 1, 2])
  expect(client.requests.map(inputOf)).toEqual([
    { id: 'imp-1', lastEventId: null },
    { id: 'imp-1', lastEventId: '2' },
    { id: 'imp-1', lastEventId: '2' },
  ])
})

it('a state that is split over chunks is read whole', async () => {
  const text = new TextEncoder().encode(`${connected}\n\n${stateOf(7, 5)}\n\n${over}\n\n`)
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of text) controller.enqueue(new Uint8Array([byte]))
      controller.close()
    },
  })
  expect(await watched(openClient(() => new Response(body)))).toEqual([5])
})

it('an import that does not exist is not asked for again', async () => {
  const data = { appCode: 'IMPORT_NOT_FOUND', retryable: false, httpStatus: 404, requestId: 'r-1' }
  const error = `event: serialized-error\ndata: ${JSON.stringify({ message: 'None.', code: -32004, data })}`
  const client = openClient(() => stream(connected, error))
  expect(await expectFailure(watched(client))).toMatchObject({ code: 'IMPORT_NOT_FOUND', status: 404 })
  expect(client.requests).toHaveLength(1)
})

it('a refusal before the stream is the service’s error', async () => {
  const client = openClient((request) => failure(request, { code: 'AUTH_REQUIRED', status: 401, retryable: false }))
  expect(await expectFailure(watched(client))).toMatchObject({ code: 'AUTH_REQUIRED' })
})

it('a service that stays away is given up after twenty attempts', async () => {
  const client = openClient(() => Promise.reject(new TypeError('fetch failed')))
  expect(await expectFailure(watched(client))).toMatchObject({ code: 'NETWORK' })
  expect(client.requests).toHaveLength(21)
})

it('ends when its signal aborts', async () => {
  const aborted = new AbortController()
  const client = openClient(
    () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(new TextEncoder().encode(`${stateOf(1, 0)}\n\n`)),
        }),
      ),
  )
  const states = client.imports.watch('imp-1', { signal: aborted.signal })
  expect((await states.next()).value).toMatchObject({ version: 1 })
  aborted.abort()
  expect(await expectFailure(states.next())).toMatchObject({ code: 'ABORTED' })
})
