import { createCaller } from '@orderport/api'
import { z } from 'zod'
import type { RestRoute } from './route.ts'

const paramsSchema = z.object({ orderId: z.string() })

/** `GET /api/v1/orders/:orderId`: one stored order, by its id or its marketplace reference. */
export const getOrder: RestRoute = (request, context) =>
  createCaller(context).orders.get(paramsSchema.parse(request.params))
