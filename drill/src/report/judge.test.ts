import { expect, it } from 'vitest'
import type { Fault } from '../faults/fault.ts'
import { countUp, createLedger, type Ledger } from '../load/ledger.ts'
import { judge } from './judge.ts'

const calm = { lost: 0, doubled: 0, wrong: [], secondsToRecover: 0 }

function faultThatShows(shows: Fault['shows'], rest: Partial<Fault> = {}): Fault {
  return { name: 'fault', description: 'of a test', shows, run: async () => undefined, ...rest }
}

function ledgerWith(changes: Partial<Ledger> = {}): Ledger {
  return { ...createLedger(), requests: 100, ...changes }
}

it('a fault that goes unnoticed as it must is no failure of the drill', () => {
  expect(judge(faultThatShows('nothing'), ledgerWith(), calm).faults).toEqual([])
})

it('failed requests are counted, and only fail a drill in which none may', () => {
  const ledger = ledgerWith({ failed: 2 })
  countUp(ledger.broken, 'ECONNRESET')
  countUp(ledger.codes, 'DATABASE_UNAVAILABLE')
  expect(judge(faultThatShows('failures'), ledger, calm)).toMatchObject({ failed: 2, faults: [] })
  const { faults } = judge(faultThatShows('nothing'), ledger, calm)
  expect(faults).toEqual(['2 requests failed: 1 DATABASE_UNAVAILABLE 1 ECONNRESET'])
})

it.each([
  ['failures', 'no request failed: the fault missed the service'],
  ['delays', 'no answer was late: the fault missed the service'],
] as const)('a fault that must show %s and does not fails the drill', (shows, reason) => {
  expect(judge(faultThatShows(shows), ledgerWith(), calm).faults).toEqual([reason])
})

it.each([
  [{ lost: 1 }, '1 acknowledged orders are gone'],
  [{ doubled: 1 }, '1 orders are stored twice'],
  [{ wrong: ['it is'] }, 'wrong: it is'],
  [{ secondsToRecover: null }, 'the service did not recover'],
])('a drill fails with %o', (outcome, reason) => {
  expect(judge(faultThatShows('nothing'), ledgerWith(), { ...calm, ...outcome }).faults).toEqual([reason])
})

it('an answer that was wrong fails the drill, beside what the database shows', () => {
  const { wrong, faults } = judge(faultThatShows('nothing'), ledgerWith({ wrong: ['a stub'] }), calm)
  expect([wrong, faults]).toEqual([1, ['wrong: a stub']])
})

it('what may be lost is counted', () => {
  const lossy = faultThatShows('nothing', { mayLose: true })
  expect(judge(lossy, ledgerWith(), { ...calm, lost: 3 })).toMatchObject({ lost: 3, faults: [] })
})
