import type { Context } from '@orderport/api'
import type { FastifyRequest } from 'fastify'

/** An endpoint of the frozen REST contract: returns the body of its 200. */
export type RestRoute = (request: FastifyRequest, context: Context) => Promise<object>
