import { parseInstant } from '@orderport/domain'
import { z } from 'zod'
import { compiled } from '../compiled.ts'
import { orderSchema, orderStatusSchema } from '../order-schema.ts'

const defaultLimit = 50
export const greatestLimit = 100

const isoDate = z
  .string()
  .max(64)
  .refine((text) => parseInstant(text) !== null)

export const listInputSchema = compiled(
  z
    .object({
      q: z
        .string()
        .trim()
        .max(128)
        .optional()
        .describe(
          'Literal, case-insensitive part of the reference, the id, the seller’s own number or a tracking code',
        ),
      status: orderStatusSchema.optional().describe('Orders of this status'),
      channel: z.string().max(32).optional().describe('Orders of this marketplace, such as amazon'),
      dateFrom: isoDate.optional().describe('Orders of this date or later; ISO 8601, UTC where no offset is given'),
      dateTo: isoDate
        .optional()
        .describe('Orders of this date or earlier; a day without a time includes the whole day'),
      limit: z
        .int()
        .min(0)
        .default(defaultLimit)
        .describe(`Orders per page; above ${greatestLimit} means ${greatestLimit}`),
      offset: z.int().min(0).default(0).describe('Orders to skip'),
      cursor: z.string().max(512).nullish().describe('pagination.nextCursor of the previous page'),
    })
    .meta({ id: 'OrderListInput', description: 'Which orders, and which page of them' }),
)

const paginationSchema = z
  .object({
    limit: z.int().describe('Orders per page, as applied'),
    offset: z.int().describe('Orders skipped'),
    hasMore: z.boolean().describe('Whether another page follows'),
    nextCursor: z.string().nullable().describe('Cursor of the next page; null on the last one'),
  })
  .meta({ id: 'Pagination', description: 'Position of a page in the list' })

export const listOutputSchema = compiled(
  z
    .object({
      orders: z.array(orderSchema).describe('Newest order date first, undated last, then by id'),
      count: z.int().describe('Orders on this page'),
      total: z.int().describe('Orders that match, over all pages'),
      pagination: paginationSchema.describe('Position of this page'),
    })
    .meta({ id: 'OrderPage', description: 'One page of orders' }),
)
