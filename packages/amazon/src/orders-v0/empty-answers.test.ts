import { expect, it } from 'vitest'
import { answerWith, aRequest, scriptedSend } from '../testing/scripted-send.ts'
import { sendWithRetries } from '../transport/send-with-retries.ts'
import { getOrderItemsOperation } from './get-order-items.ts'
import { createRestrictedDataTokenOperation } from './restricted-tokens.ts'

it.each([
  ['v0.getOrderItems', getOrderItemsOperation],
  ['createRestrictedDataToken', createRestrictedDataTokenOperation],
])('a 200 of %s without a body is no answer, and is retried', async (_name, operation) => {
  const good = answerWith(200)
  const { send, script } = scriptedSend(answerWith(200, { kind: 'empty' }), good)
  const deps = { random: () => 0, now: () => 0 }
  expect(await sendWithRetries(send, deps)(aRequest({ operation }))).toBe(good)
  expect(script.sent).toBe(2)
})
