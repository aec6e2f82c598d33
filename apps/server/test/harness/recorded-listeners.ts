import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { z } from 'zod'

/** A route of the running router. */
interface RecordedRoute {
  readonly method: string
  readonly url: string
  /** Who may call it; null where the route doesn't say. */
  readonly access: string | null
}

export interface RecordedListener {
  /** The port that it listens on. */
  readonly port: number
  readonly routes: readonly RecordedRoute[]
  /** The number of requests whose answer has not ended. */
  readonly running: () => number
  /** The number of open connections. */
  readonly connections: () => Promise<number>
}

interface Recording {
  readonly app: FastifyInstance
  readonly declared: { readonly url: string; readonly options: RouteOptions }[]
  running: number
}

const announcement = z.object({
  fastify: z.custom<FastifyInstance>((value) => typeof value === 'object' && value !== null && 'printRoutes' in value),
})

/**
 * Runs `start` and returns its result together with every Fastify listener that it created, and all of their routes.
 * Fastify publishes each new instance on a diagnostics channel, so the service needs no hook for this, and no route
 * escapes it.
 */
export async function recordListeners<T>(start: () => Promise<T>) {
  const recordings: Recording[] = []
  const record = (message: unknown) => recordings.push(recordingOf(announcement.parse(message).fastify))
  subscribe('fastify.initialization', record)
  try {
    const started = await start()
    return { started, listeners: recordings.map(listenerOf) }
  } finally {
    unsubscribe('fastify.initialization', record)
  }
}

function recordingOf(app: FastifyInstance): Recording {
  const recording: Recording = { app, declared: [], running: 0 }
  app.addHook('onRoute', (options) => {
    recording.declared.push({ url: options.url, options })
  })
  app.server.on('request', (_request, response) => {
    recording.running += 1
    response.once('close', () => (recording.running -= 1))
  })
  return recording
}

function listenerOf(recording: Recording): RecordedListener {
  const { app, declared } = recording
  const routes = declared.flatMap(({ url, options }) =>
    [options.method].flat().flatMap((method) => {
      const access = options.config?.access ?? null
      // For the root of a prefix Fastify calls the hook once, but routes it with and without the slash.
      const urls = !url.endsWith('*') && app.hasRoute({ url: `${url}/`, method }) ? [url, `${url}/`] : [url]
      return urls.map((each) => ({ method, url: each, access }))
    }),
  )
  const address = app.server.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    routes: [...new Map(routes.map((route) => [`${route.method} ${route.url}`, route])).values()],
    running: () => recording.running,
    connections: () =>
      new Promise((resolve, reject) => {
        app.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)))
      }),
  }
}
