import { tenantIdSchema } from '@orderport/domain'
import { z } from 'zod'
import type { Json } from './document.ts'

const { $schema: _schema, description: _description, ...tenantId } = z.toJSONSchema(tenantIdSchema, { io: 'input' })

/** The JSON Schema of a tenant id. */
export const tenantIdJson: Json = tenantId

/** The headers that every call may send. */
export const requestHeaders: readonly Json[] = [
  {
    name: 'X-Tenant-Id',
    in: 'header',
    description:
      'The tenant that the call is for. Every place that names the tenant names the same one, else 403 TENANT_MISMATCH; ' +
      'without any, 400 TENANT_ID_MISSING. Sent twice, it is refused.',
    schema: tenantIdJson,
    example: 'boutique-lyon',
  },
  {
    name: 'X-User-Email',
    in: 'header',
    description: 'The agent on whose behalf a trusted back end calls. Sent twice, it is refused.',
    schema: { type: 'string', format: 'email' },
    example: 'agent@boutique-lyon.example',
  },
  {
    name: 'x-request-id',
    in: 'header',
    description:
      'Names this request in answers and in the log: a letter or digit, then up to 127 letters, digits or `._:-`. ' +
      'Anything else is replaced by a new one.',
    schema: { type: 'string', maxLength: 128 },
  },
]

const requestId: Json = {
  description: 'The request’s id: the one that was sent, where it was valid, else a new one',
  required: true,
  schema: { type: 'string' },
}

const retryAfter: Json = {
  description: 'Seconds to wait before the same call has a chance',
  schema: { type: 'integer', minimum: 1 },
}

/** Returns the headers of a response. */
export function responseHeaders(retryAfterPresence: 'always' | 'sometimes' | 'never'): Json {
  if (retryAfterPresence === 'never') return { 'x-request-id': requestId }
  return { 'x-request-id': requestId, 'Retry-After': { ...retryAfter, required: retryAfterPresence === 'always' } }
}
