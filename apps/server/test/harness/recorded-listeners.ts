import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { z } from 'zod'

/** A route as the router has it. */
interface RecordedRoute {
  readonly method: string
  readonly url: string
  /** Who may call it; null where it doesn't say. */
  readonly access: string | null
}

export interface RecordedListener {
  /** Where it listens. */
  readonly port: number
  readonly routes: readonly RecordedRoute[]
  /** Requests that have come and whose answer has not ended. */
  readonly running: () => number
  /** Connections that are open now. */
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
 * Runs `start` and gives the listeners that it made, with every route that they have. Fastify announces each instance by itself:
 * what is seen needs no hook of ours, and can't be passed by.
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
      // Fastify tells of a scope's root once and routes it twice, with a slash and without.
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
