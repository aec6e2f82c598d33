import type { DomainError } from '@orderport/domain'
import type { FastifyRequest } from 'fastify'
import { logFailure } from '../log.ts'

/** Tells operators of a failure that is about to be answered: in the log what they should mend, in metrics and log who was refused. */
export function reportFailure(request: FastifyRequest, failure: DomainError): void {
  logFailure(request.log, failure)
  request.server.noteFailure(request, failure)
}
