import { z } from 'zod'
import type { Answer } from './start-orderport.ts'

const importAnswer = z.object({ orderId: z.string(), source: z.string() }).loose()
const listAnswer = z.object({
  orders: z.array(z.object({ id: z.string() }).loose()),
  count: z.number(),
  total: z.number(),
  pagination: z.object({ limit: z.number(), offset: z.number(), hasMore: z.boolean() }),
})
const failure = z.strictObject({
  error: z.string().min(1),
  code: z.string(),
  field: z.string().min(1).optional(),
  requestId: z.string().min(1),
})

/** The order and the source of a successful import. Throws unless the answer is a 200 of that shape. */
export function importedFrom(answer: Answer) {
  const { source, ...order } = importAnswer.parse(ok(answer))
  return { ...order, source }
}

/** A list's answer. Throws unless the answer is a 200 of that shape. */
export function listedFrom(answer: Answer) {
  return listAnswer.parse(ok(answer))
}

/** The code of a failure. Throws unless its body has exactly the contract's shape. */
export function codeFromAnswer(answer: Answer): string {
  return failure.parse(answer.body).code
}

function ok(answer: Answer): unknown {
  if (answer.status !== 200) throw new Error(`expected 200, got ${answer.status}: ${answer.text}`)
  return answer.body
}
