import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { createMetrics } from '../metrics/metrics.ts'
import { createLog } from '../log.ts'
import { createFailedRequests } from '../telemetry/failed-requests.ts'
import { noTracing } from '../telemetry/tracing.ts'
import { createApp } from './create-app.ts'
import { drain } from './drain.ts'
import { createInFlightRequests } from './in-flight-requests.ts'
import { mountFor } from './route-access.ts'

/** Starts a listener with an answer that lasts until the server stops, one that waits, and one that never ends. */
async function startListener() {
  const stopping = new AbortController()
  const inFlight = createInFlightRequests()
  const waiting = Promise.withResolvers<string>()
  const log = createLog('silent')
  const app = createApp({
    log,
    metrics: createMetrics({ version: '0.0.0', commit: null }),
    requestLog: { failedRequests: createFailedRequests(log), tracing: noTracing },
    now: () => new Date(),
    tls: null,
    inFlight,
    guards: { anyone: async () => undefined },
  })
  await mountFor(app, { access: 'anyone' }, (scope) => {
    scope.get('/plain', () => 'here')
    scope.get('/waiting', () => waiting.promise)
    scope.get('/events', (_request, reply) =>
      reply.type('text/event-stream').send(Readable.from(events(stopping.signal))),
    )
    scope.get('/endless', (_request, reply) => reply.send(Readable.from(endless())))
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    address,
    waiting,
    inFlight,
    drain: (delayMs = 0, timeoutMs = 20_000) =>
      drain({ listeners: [app], inFlight, stopping }, { delayMs, timeoutMs }).then(() => app.close()),
    [Symbol.asyncDispose]: () => app.close(),
  }
}

async function* events(stopping: AbortSignal) {
  yield 'data: first\n\n'
  if (!stopping.aborted) await once(stopping, 'abort')
  yield 'data: last\n\n'
}

async function* endless() {
  yield 'first'
  await new Promise(() => undefined)
}

/** Sends one request on a connection of its own, and returns everything that comes until the server ends it. */
async function exchange(address: string, path: string): Promise<string> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.write(`GET ${path} HTTP/1.1\r\nhost: here\r\n\r\n`)
  return await text(socket)
}

it('an answer that lasts until the server stops ends whole, and its connection with it', async () => {
  await using listener = await startListener()
  const { body } = await fetch(`${listener.address}/events`)
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  expect(await reader?.read()).toMatchObject({ value: 'data: first\n\n' })
  const drained = listener.drain()
  expect(await reader?.read()).toMatchObject({ value: 'data: last\n\n' })
  expect(await reader?.read()).toMatchObject({ done: true })
  await drained
})

it('an answer that never ends is cut off when the time is over', async () => {
  await using listener = await startListener()
  const { body } = await fetch(`${listener.address}/endless`)
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  expect(await reader?.read()).toMatchObject({ value: 'first' })
  await listener.drain(0, 10)
  await expect(reader?.read()).rejects.toThrow('terminated')
})

it('while a request is running others are answered, each on the last answer of its connection', async () => {
  await using listener = await startListener()
  const running = fetch(`${listener.address}/waiting`)
  const early = await fetch(`${listener.address}/plain`)
  expect([early.headers.get('connection'), await early.text()]).toEqual(['keep-alive', 'here'])
  const drained = listener.drain()
  // Without `Connection: close` the exchange would last until the listener closes.
  expect(await exchange(listener.address, '/plain')).toMatch(
    /^HTTP\/1\.1 200 OK[^]*\r\nconnection: close\r\n[^]*here$/i,
  )
  expect(await exchange(listener.address, '/unknown')).toMatch(/^HTTP\/1\.1 404 [^]*\r\nconnection: close\r\n/i)
  listener.waiting.resolve('answered')
  const answer = await running
  expect([answer.status, answer.headers.get('connection'), await answer.text()]).toEqual([200, 'close', 'answered'])
  await drained
  await expect(fetch(`${listener.address}/plain`)).rejects.toThrow('fetch failed')
})

it('a connection that is idle is ended', async () => {
  await using listener = await startListener()
  const { hostname, port } = new URL(listener.address)
  const socket = connect(Number(port), hostname)
  socket.write('GET /plain HTTP/1.1\r\nhost: here\r\n\r\n')
  await once(socket, 'data')
  const ended = once(socket.resume(), 'close')
  await listener.drain()
  expect(await ended).toEqual([false])
})
