import type { Verdict } from '../transport/call-sp-api.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'
import { classifyFailure } from '../transport/classify-failure.ts'

/** What the answer to a question about one order is. */
export function judgeOrderAnswer(answer: UpstreamAnswer, orderId: string): Verdict {
  return answer.status === 200 ? 'answered' : classifyFailure(answer, orderId)
}
