import { describe, expect, it } from 'vitest'
import { differencesIn } from './differences.ts'

const read = { status: 'Shipped', total: 29.99, delivery: { state: 'late', since: null }, parcels: [{ code: 'A1' }] }

describe('an expectation', () => {
  it.each([
    { status: 'Shipped' },
    { delivery: { since: null } },
    { parcels: [{ code: 'A1' }] },
    { total: 29.99, delivery: { state: 'late' } },
  ])('%j is met', (expected) => {
    expect(differencesIn(expected, read)).toEqual([])
  })

  it.each([
    [{ status: 'Pending' }, 'status: expected "Pending", but it is "Shipped"'],
    [{ total: '29.99' }, 'total: expected "29.99", but it is 29.99'],
    [{ total: null }, 'total: expected null, but it is 29.99'],
    [{ delivery: { state: 'on_time' } }, 'delivery.state: expected "on_time", but it is "late"'],
    [{ delivery: 'late' }, 'delivery: expected "late", but it is {"state":"late","since":null}'],
    [{ delivry: { state: 'late' } }, 'delivry: there is no value of this name'],
    [{ parcels: [] }, 'parcels: expected [], but it is [{"code":"A1"}]'],
    [{ parcels: [{ code: 'A2' }] }, 'parcels[0].code: expected "A2", but it is "A1"'],
    [{ parcels: [{ tracking: 'A1' }] }, 'parcels[0].tracking: there is no value of this name'],
    [{ delivery: {} }, 'delivery: the expectation names no value'],
    [{}, 'the expectation names no value'],
  ])('%j is not', (expected, line) => {
    expect(differencesIn(expected, read)).toEqual([line])
  })
})
