import { orderStatuses, parseInstant } from '@orderport/domain'
import { z } from 'zod'
import { orderSchema } from '../order-schema.ts'

const defaultLimit = 50
export const greatestLimit = 100

const isoDate = z
  .string()
  .max(64)
  .refine((text) => parseInstant(text) !== null)

export const listInputSchema = z.object({
  q: z
    .string()
    .trim()
    .max(128)
    .optional()
    .describe('Literal, case-insensitive part of the reference, the id or the tracking code'),
  status: z.enum(orderStatuses).optional(),
  channel: z.string().max(32).optional(),
  dateFrom: isoDate.optional().describe('Orders of this date or later; ISO 8601, UTC where no offset is given'),
  dateTo: isoDate.optional().describe('Orders of this date or earlier; a day without a time is meant whole'),
  limit: z.int().min(0).default(defaultLimit).describe(`Orders a page; above ${greatestLimit} means ${greatestLimit}`),
  offset: z.int().min(0).default(0).describe('Orders to skip'),
  cursor: z.string().max(512).nullish().describe('pagination.nextCursor of the page before'),
})

export const listOutputSchema = z.object({
  orders: z.array(orderSchema),
  count: z.int().describe('Orders on this page'),
  total: z.int().describe('Orders that match, over all pages'),
  pagination: z.object({
    limit: z.int(),
    offset: z.int(),
    hasMore: z.boolean(),
    nextCursor: z.string().nullable(),
  }),
})
