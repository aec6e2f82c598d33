import { pino } from 'pino'
import { expect, it } from 'vitest'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { codeFromAnswer, importedFrom, listedFrom } from '../../test/harness/wire.ts'

const reference = '171-4093870-1757126'
const byV0 = { AMAZON_ORDERS_API: 'v0' }

it('an import by v0 has the same answer as one by 2026-01-01', async () => {
  await using older = await startOrderport(byV0)
  await using newer = await startOrderport()
  const [byOlder, byNewer] = await Promise.all(
    [older, newer].map(async (service) => {
      service.connect('boutique-lyon').putOrder(sampleOrder(reference))
      const { orderId: _, ...order } = importedFrom(await service.importOne('boutique-lyon', reference))
      return order
    }),
  )
  expect(byOlder).toEqual(byNewer)
  expect(byOlder).toMatchObject({ source: 'amazon_spapi', externalOrderId: reference, totalAmount: 29.99 })
  expect(older.amazon.requestLog.count('v0.getOrder')).toBe(1)
  expect(older.amazon.requestLog.count('getOrder')).toBe(0)
})

it('a failed items call leaves no row, and an unknown order is not found', async () => {
  await using service = await startOrderport(byV0)
  const seller = service.connect('boutique-lyon')
  expect(codeFromAnswer(await service.importOne('boutique-lyon', reference))).toBe('ORDER_NOT_FOUND_FOR_TENANT')
  seller.putOrder(sampleOrder(reference))
  service.amazon.faults.push({ operation: 'v0.getOrderItems', fault: { kind: 'throttled' } })
  const failed = await service.importOne('boutique-lyon', reference)
  expect([failed.status, codeFromAnswer(failed)]).toEqual([429, 'RATE_LIMITED'])
  expect(failed.headers.get('retry-after')).not.toBeNull()
  expect(listedFrom(await service.get('boutique-lyon', '')).total).toBe(0)
  expect(importedFrom(await service.importOne('boutique-lyon', reference)).source).toBe('amazon_spapi')
})

it('the service warns of v0’s end when it starts with v0, and only then', async () => {
  const warnings = async (variables: Record<string, string>) => {
    const lines: string[] = []
    const log = pino({ level: 'warn', base: null }, { write: (line: string) => lines.push(line) })
    await using service = await startOrderport(variables, { log })
    expect(service.address).toMatch(/^http:/)
    return lines.filter((line) => line.includes('2027-03-27'))
  }
  expect(await warnings(byV0)).toHaveLength(1)
  expect(await warnings({})).toHaveLength(0)
})
