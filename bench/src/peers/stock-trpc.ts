import { PrismaPg } from '@prisma/adapter-pg'
import { initTRPC, TRPCError } from '@trpc/server'
import { fastifyTRPCPlugin, type CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'
import fastify from 'fastify'
import { z } from 'zod'
import { Prisma, PrismaClient } from '../generated/client.ts'
import { createAmazonClient } from './amazon-client.ts'
import { orderBody } from './order-body.ts'
import type { OrderRow } from './order-row.ts'
import { importedSchema, orderSchema, pageSchema } from './order-schema.ts'
import { peerEnvironment } from './peer-environment.ts'

/**
 * The service as tRPC's and Prisma's own guides build it, untuned: tRPC's Fastify plugin, Zod on input and output,
 * Prisma's client on its adapter for `pg`. It has no isolation but the tenant in each WHERE, no audit and no log.
 */
const environment = peerEnvironment()
const prisma = new PrismaClient({
  adapter: new PrismaPg({ connectionString: environment.databaseUrl, max: 10 }),
  omit: { order: { rawData: true } },
})
const fetchOrder = createAmazonClient(environment.amazon)

const createContext = ({ req }: CreateFastifyContextOptions) => ({ tenantId: String(req.headers['x-tenant-id']) })
const trpc = initTRPC.context<typeof createContext>().create()

type PrismaOrder = Omit<Prisma.OrderGetPayload<object>, 'rawData'>

function toBody(order: PrismaOrder) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the peers don't validate what the database holds
  const row = order as PrismaOrder & OrderRow
  return orderBody(row, (reason) => reason)
}

const listInput = z.object({
  q: z.string().trim().max(128).optional(),
  limit: z.int().min(0).max(100).default(50),
  offset: z.int().min(0).default(0),
  cursor: z.string().nullish(),
})

const router = trpc.router({
  orders: trpc.router({
    get: trpc.procedure
      .input(z.object({ orderId: z.string() }))
      .output(orderSchema)
      .query(async ({ ctx: { tenantId }, input: { orderId } }) => {
        const order = await prisma.order.findFirst({
          where: { tenantId, OR: [{ id: orderId }, { externalOrderId: orderId }] },
        })
        if (order === null) throw new TRPCError({ code: 'NOT_FOUND' })
        return toBody(order)
      }),

    list: trpc.procedure
      .input(listInput)
      .output(pageSchema)
      .query(async ({ ctx: { tenantId }, input: { q, limit, offset, cursor } }) => {
        const where = { tenantId, ...(q === undefined ? {} : { OR: containing(q) }) }
        const [total, found] = await Promise.all([
          prisma.order.count({ where }),
          prisma.order.findMany({
            where,
            orderBy: [{ orderDate: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
            take: limit + 1,
            ...(cursor === undefined || cursor === null ? { skip: offset } : { cursor: { id: cursor }, skip: 1 }),
          }),
        ])
        const orders = found.slice(0, limit).map(toBody)
        const hasMore = found.length > limit
        const nextCursor = hasMore ? (orders.at(-1)?.id ?? null) : null
        return { orders, count: orders.length, total, pagination: { limit, offset, hasMore, nextCursor } }
      }),

    import: trpc.procedure
      .input(z.object({ orderRef: z.string() }))
      .output(importedSchema)
      .mutation(async ({ ctx: { tenantId }, input: { orderRef: externalOrderId } }) => {
        const key = { tenantId, externalOrderId, channel: 'amazon' }
        const stored = await prisma.order.findUnique({ where: { tenantId_externalOrderId_channel: key } })
        if (stored !== null) return { ...toBody(stored), source: 'cache' as const }
        const { shippingAddress, details, rawData, totalAmount, products, packages, ...fetched } = await fetchOrder(
          tenantId,
          externalOrderId,
        )
        const created = await prisma.order.upsert({
          where: { tenantId_externalOrderId_channel: key },
          update: {},
          create: {
            ...fetched,
            totalAmount: totalAmount === null ? null : totalAmount.toString(),
            trackingCodes: fetched.trackingCode,
            products: json(products),
            packages: json(packages),
            shippingAddress: json(shippingAddress),
            details: json(details),
            rawData: json(rawData),
          },
        })
        return { ...toBody(created), source: 'amazon_spapi' as const }
      }),
  }),
})

function containing(q: string): Prisma.OrderWhereInput[] {
  const part = { contains: q, mode: 'insensitive' } as const
  return [{ externalOrderId: part }, { id: part }, { sellerOrderNumber: part }, { trackingCodes: part }]
}

function json(value: object | null): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : value
}

// Batches of long references make long paths.
const app = fastify({ routerOptions: { maxParamLength: 5000 } })
await app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: { router, createContext } })
console.log(JSON.stringify({ address: await app.listen({ host: '127.0.0.1', port: 0 }) }))
process.once('SIGTERM', () => process.exit(0))
