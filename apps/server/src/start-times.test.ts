import { expect, it } from 'vitest'
import { createStartTimes } from './start-times.ts'

it('tells where the time of a start went, part by part', () => {
  const moments = [30, 330.4, 350]
  const times = createStartTimes(() => moments.shift() ?? 0, 0)
  times.end('node')
  times.end('modules')
  times.end('configuration')
  expect(times.summary()).toEqual({ node: 30, modules: 300, configuration: 20, total: 350 })
})
