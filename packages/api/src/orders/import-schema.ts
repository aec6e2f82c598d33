import { z } from 'zod'
import { compiled } from '../compiled.ts'
import { orderSchema } from '../order-schema.ts'

const hint = z.string().trim().nullish()

const conversationSchema = z
  .object({
    customerName: hint.describe('Name of the customer who writes'),
    customerEmail: hint.describe('Address that the customer writes from'),
    orderDate: hint.describe('When the customer ordered, in ISO 8601; an unreadable date counts as unknown'),
    subject: hint.describe('The conversation’s subject'),
  })
  .meta({
    id: 'ConversationHints',
    description: 'What the conversation tells; used only to make a stub for a tenant without credentials',
  })

/** A missing reference and a wrong one are different failures: the messages are codes of the catalogue. */
const orderRefSchema = z
  .string({ error: ({ input }) => (input === undefined || input === null ? 'ORDER_REF_MISSING' : 'ORDER_REF_INVALID') })
  .trim()
  .min(1, 'ORDER_REF_MISSING')
  .max(2048, 'ORDER_REF_INVALID')
  .meta({
    description: 'The marketplace’s reference, as somebody typed or pasted it; a page’s address that holds it will do',
    examples: ['171-4093870-1757126'],
  })

export const importInputSchema = compiled(
  z
    .object({
      orderRef: orderRefSchema,
      channel: z.string().max(32).nullish().describe('The marketplace; amazon by default'),
      refresh: z.boolean().nullish().describe('Ask the marketplace even when the order is stored'),
      conversation: conversationSchema.nullish().describe('Used to make a stub, if there are no credentials'),
    })
    .meta({ id: 'OrderImportInput', description: 'Which order to import' }),
)

const importSourceSchema = z.enum(['amazon_spapi', 'cache', 'stub']).meta({
  id: 'ImportSource',
  description: 'amazon_spapi: fetched just now; cache: stored before; stub: made from the conversation',
})

export const importOutputSchema = compiled(
  orderSchema
    .extend({ source: importSourceSchema.describe('Where this answer comes from') })
    .meta({ id: 'ImportedOrder', extends: 'Order', description: 'An order, and where this answer comes from' }),
)
