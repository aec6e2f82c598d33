import { z } from 'zod'
import type { Answer } from './ask.ts'
import { orderTotal } from './shop.ts'

/** What a client asks for. */
export type Step = 'import' | 'import-again' | 'read' | 'search' | 'trpc'

/** What an answer says: the order, that there is none, a refusal with a code, or something that isn't true. */
export type Read =
  | { readonly orderId: string }
  | { readonly absent: true }
  | { readonly code: string }
  | { readonly untrue: string }

const order = z.object({ orderId: z.string(), externalOrderId: z.string(), totalAmount: z.number() })
const imported = order.extend({ source: z.string() })
const found = z.object({ orders: z.array(order), total: z.number() })
const restFailure = z.object({ code: z.string() })
const trpcAnswer = z.object({ result: z.object({ data: order }) })
const trpcFailure = z.object({ error: z.object({ data: z.object({ appCode: z.string() }) }) })

export function isRefusal(read: Read): read is { readonly code: string } {
  return 'code' in read
}

/** Reads the answer to a step that was about the order with this reference. */
export function readAnswer(step: Step, { status, body }: Answer, reference: string): Read {
  if (status !== 200) {
    const code = step === 'trpc' ? trpcFailure.parse(body).error.data.appCode : restFailure.parse(body).code
    return code.startsWith('ORDER_NOT_FOUND') ? { absent: true } : { code }
  }
  const answer = orderIn(step, body)
  if (answer === null) return { absent: true }
  if (answer.externalOrderId !== reference) return { untrue: `is ${answer.externalOrderId}` }
  if ('source' in answer && answer.source === 'stub') return { untrue: 'is a stub' }
  if (answer.totalAmount !== orderTotal) return { untrue: `costs ${answer.totalAmount}` }
  return { orderId: answer.orderId }
}

/** Returns the order in an answer; null for a search without a match. */
function orderIn(step: Step, body: unknown): z.infer<typeof order> | z.infer<typeof imported> | null {
  switch (step) {
    case 'import':
    case 'import-again':
      return imported.parse(body)
    case 'read':
      return order.parse(body)
    case 'search':
      return found.parse(body).orders[0] ?? null
    case 'trpc':
      return trpcAnswer.parse(body).result.data
  }
}
