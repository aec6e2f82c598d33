import { amazonFr, sampleOrders } from '@orderport/amazon-simulator'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { firstReference, orderRef, secondReference, thirdReference } from './testing/quoted-orders.ts'

const conversations = join(import.meta.dirname, '../../../examples/nextjs-bff/inbox/conversations.ts')

it('the example’s conversations quote orders that its tenant can import, and one that it can’t', () => {
  const quoted = readFileSync(conversations, 'utf8').match(/\d{3}-\d{7}-\d{7}/g) ?? []
  const samples = new Set(sampleOrders({ marketplaces: [amazonFr] }).map(({ orderId }) => orderId))
  expect(quoted).toEqual(expect.arrayContaining([orderRef, firstReference, secondReference, thirdReference]))
  expect(quoted.filter((reference) => !samples.has(reference))).toEqual(['171-0000000-0000009'])
})
