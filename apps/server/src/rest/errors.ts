import { errorCatalogue } from '@orderport/domain'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { failureOf, retryAfterOf } from '../http/failure.ts'
import { reportFailure } from '../http/report-failure.ts'

/** Answers a failure as the REST contract has it: the catalogue's status, a French sentence, the code, the request id. */
export function sendFailure(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = failureOf(thrown)
  reportFailure(request, failure)
  const { status, sentence } = errorCatalogue[failure.code]
  const retryAfter = retryAfterOf(failure)
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  void reply.code(status).send({ error: sentence, code: failure.code, requestId: request.id })
}
