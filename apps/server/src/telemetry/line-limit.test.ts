import { expect, it } from 'vitest'
import { createClock } from '../../test/harness/clock.ts'
import { createLineLimit } from './line-limit.ts'

it('lets one line of each kind through at a time, and counts those that it leaves out', () => {
  const { now, pass } = createClock()
  const lines = createLineLimit(now, 1000)
  expect([lines.take('a'), lines.take('a'), lines.take('a'), lines.take('b')]).toEqual([0, null, null, 0])
  pass(999)
  expect(lines.take('a')).toBeNull()
  pass(1)
  expect([lines.take('a'), lines.take('b')]).toEqual([3, 0])
})
