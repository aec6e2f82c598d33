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
      'The tenant of the call. All places that name the tenant must agree, else 403 TENANT_MISMATCH. ' +
      'Without any of them, 400 TENANT_ID_MISSING. The header must not be sent twice.',
    schema: tenantIdJson,
    example: 'boutique-lyon',
  },
  {
    name: 'X-User-Email',
    in: 'header',
    description: 'The agent on whose behalf a trusted back end calls. The header must not be sent twice.',
    schema: { type: 'string', format: 'email' },
    example: 'agent@boutique-lyon.example',
  },
  {
    name: 'x-request-id',
    in: 'header',
    description:
      'Identifies the request in answers and in the log: a letter or digit, then up to 127 letters, digits or `._:-`. ' +
      'Any other value is replaced by a new id.',
    schema: { type: 'string', maxLength: 128 },
  },
]

const requestId: Json = {
  description: 'The id of the request: the one that was sent, if it was valid, else a new one',
  required: true,
  schema: { type: 'string' },
}

const retryAfter: Json = {
  description: 'Seconds to wait before calling again',
  schema: { type: 'integer', minimum: 1 },
}

/** Returns the headers of a response. */
export function responseHeaders(retryAfterPresence: 'always' | 'sometimes' | 'never'): Json {
  if (retryAfterPresence === 'never') return { 'x-request-id': requestId }
  return { 'x-request-id': requestId, 'Retry-After': { ...retryAfter, required: retryAfterPresence === 'always' } }
}
