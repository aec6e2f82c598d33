import type { AppRouter, WireOrder } from '@orderport/api'
import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Answer, startOrderport } from '../harness/start-orderport.ts'
import { listedFrom } from '../harness/wire.ts'
import { differencesIn } from './differences.ts'
import { isRecord, type JsonRecord } from './read-table.ts'

export type Orderport = Awaited<ReturnType<typeof startOrderport>>

export interface ImportOptions {
  readonly orderRef: string
  readonly refresh: boolean
  readonly conversation: JsonRecord | undefined
}

/** An order as every way to read it tells it. */
interface ReadOrder {
  /** The detail over REST. */
  readonly facts: JsonRecord
  /** The reason of its delivery's state, which only tRPC tells in English. */
  readonly reasonInEnglish: string
  /** A line for each way that tells something else than the detail. */
  readonly contradictions: readonly string[]
}

export interface Failure {
  readonly status: number
  readonly code: string
  readonly error: string
}

/** What an agent of one tenant can do: over REST as the inbox does, and over tRPC. */
export interface SupportDesk {
  importByRest(options: ImportOptions): Promise<Answer>
  /** Returns the order. Throws a TRPCClientError where the import fails. */
  importByTrpc(options: ImportOptions): Promise<WireOrder>
  /** Reads a stored order: detail and list, over REST and over tRPC. Throws where there is none. */
  read(reference: string): Promise<ReadOrder>
  detail(typed: string): Promise<Answer>
  /** The references that a search finds. Throws where REST and tRPC find different ones. */
  search(q: string): Promise<readonly string[]>
  lateReferences(): Promise<readonly string[]>
}

export function createSupportDesk(
  service: Pick<Orderport, 'address' | 'get' | 'importOne'>,
  tenantId: string,
): SupportDesk {
  const headers = { 'x-tenant-id': tenantId, 'x-user-email': 'agent@example.org' }
  const { orders } = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${service.address}/trpc`, headers })],
  })
  const detail = (typed: string) => service.get(tenantId, `/${encodeURIComponent(typed)}`)
  const list = async (q: string) => listedFrom(await service.get(tenantId, `?q=${encodeURIComponent(q)}`)).orders

  return {
    importByRest: ({ orderRef, refresh, conversation }) =>
      service.importOne(tenantId, orderRef, {
        ...(refresh ? { refresh } : {}),
        ...(conversation === undefined ? {} : { conversation }),
      }),
    async importByTrpc({ orderRef, refresh, conversation }) {
      const { source: _source, ...order } = await orders.import.mutate({ orderRef, refresh, conversation })
      return order
    },
    detail,
    async read(reference) {
      const answer = await detail(reference)
      if (answer.status !== 200 || !isRecord(answer.body)) throw new Error(`no order is stored: ${answer.text}`)
      const facts = answer.body
      const [inList] = await list(reference)
      const byTrpc = await orders.get.query({ orderId: reference })
      const [inTrpcList] = (await orders.list.query({ q: reference })).orders
      return {
        facts,
        reasonInEnglish: byTrpc.delivery.reason.en,
        contradictions: [
          ...contradictions('the list', facts, inList),
          ...contradictions('orders.get', facts, inFrench(byTrpc)),
          ...contradictions('orders.list', facts, inTrpcList === undefined ? undefined : inFrench(inTrpcList)),
        ],
      }
    },
    async search(q) {
      const found = (await list(q)).map(({ ref }) => z.string().parse(ref))
      const byTrpc = (await orders.list.query({ q })).orders.map(({ ref }) => ref)
      if (!isDeepStrictEqual(found, byTrpc))
        throw new Error(`REST finds ${found.join(', ')}, and tRPC ${byTrpc.join(', ')}`)
      return found
    },
    lateReferences: async () => (await orders.late.query({})).orders.map(({ ref }) => ref),
  }
}

/** REST tells the reason in French alone. */
export function inFrench(order: WireOrder): JsonRecord {
  return { ...order, delivery: { ...order.delivery, reason: order.delivery.reason.fr } }
}

/** Returns a line for each value of `other` that the detail contradicts or doesn't have. */
export function contradictions(way: string, facts: JsonRecord, other: unknown): readonly string[] {
  const lines = differencesIn(facts, other).map((line) => `${way}: ${line}`)
  return lines.length > 0 || isDeepStrictEqual(facts, other) ? lines : [`${way} tells more than the detail`]
}

const importAnswer = z
  .object({ success: z.literal(true), imported: z.literal(true), source: z.string(), orderId: z.string() })
  .loose()

/** What a successful import says of the order, without its own fields. */
export function factsOfImport({ body }: Answer): { readonly source: string; readonly facts: JsonRecord } {
  const { success: _success, imported: _imported, source, ...facts } = importAnswer.parse(body)
  return { source, facts }
}

const restFailure = z.object({ code: z.string(), error: z.string() })
const trpcFailure = z.object({ httpStatus: z.number(), appCode: z.string(), sentence: z.string() })

export function failureOverRest({ status, body }: Answer): Failure {
  return { status, ...restFailure.parse(body) }
}

/** Returns the failure of a call. Throws where it succeeds. */
export async function failureOverTrpc(call: Promise<unknown>): Promise<Failure> {
  const thrown = await call.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof TRPCClientError)) throw new Error('orders.import did not fail over tRPC')
  const { httpStatus, appCode, sentence } = trpcFailure.parse(thrown.data)
  return { status: httpStatus, code: appCode, error: sentence }
}
