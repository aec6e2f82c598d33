import type { Verdict } from '../http/ask-seller-api.ts'
import type { UpstreamAnswer } from '../http/upstream-request.ts'
import { classifyFailure } from './classify-failure.ts'

/** What the answer to a question about one order is. */
export function judgeOrderAnswer(answer: UpstreamAnswer, orderId: string): Verdict {
  return answer.status === 200 ? 'answered' : classifyFailure(answer, orderId)
}
