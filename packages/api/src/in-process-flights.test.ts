import { tenantIdSchema, type FlightKey } from '@orderport/domain'
import { expect, it } from 'vitest'
import { createInProcessFlights } from './in-process-flights.ts'

const key: FlightKey = {
  tenantId: tenantIdSchema.parse('boutique-lyon'),
  channel: 'amazon',
  externalOrderId: '171-4093870-1757126',
  refresh: false,
}

it('flies once for those who ask meanwhile, and again for those who ask afterwards', async () => {
  const flights = createInProcessFlights()
  const { promise, resolve } = Promise.withResolvers<string>()
  let flown = 0
  const fly = () => {
    flown += 1
    return promise
  }
  const passengers = [flights.run(key, fly), flights.run(key, fly)]
  resolve('landed')
  expect(await Promise.all(passengers)).toEqual(['landed', 'landed'])
  expect(flown).toBe(1)
  await flights.run(key, fly)
  expect(flown).toBe(2)
})

it.each([
  { tenantId: tenantIdSchema.parse('atelier-berlin') },
  { channel: 'other' },
  { externalOrderId: '171-0000000-0000000' },
  { refresh: true },
])('keeps %j apart', async (other) => {
  const flights = createInProcessFlights()
  const results = await Promise.all([
    flights.run(key, async () => 'one'),
    flights.run({ ...key, ...other }, async () => 'two'),
  ])
  expect(results).toEqual(['one', 'two'])
})

it('shares a failure with those who waited and remembers it for nobody', async () => {
  const flights = createInProcessFlights()
  const fail = () => Promise.reject(new Error('crashed'))
  const passengers = await Promise.allSettled([flights.run(key, fail), flights.run(key, fail)])
  expect(passengers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await flights.run(key, async () => 'landed')).toBe('landed')
})

it('tells when what runs has landed, crashed flights included', async () => {
  const flights = createInProcessFlights()
  const { promise, reject } = Promise.withResolvers<string>()
  const passenger = flights.run(key, () => promise).catch(() => 'crashed')
  const landed = flights.landed().then(() => 'landed')
  reject(new Error('crashed'))
  expect(await Promise.all([passenger, landed])).toEqual(['crashed', 'landed'])
})
