import { expect, it } from 'vitest'
import { throttle } from './migration-session.ts'

it('a long step reports its progress every four seconds, however often it is called', () => {
  const lines: string[] = []
  let now = 1000
  const progress = throttle(
    (line) => lines.push(line),
    () => now,
  )
  for (; now <= 13_500; now += 500) progress(`at ${now}`)
  expect(lines).toEqual(['at 5000', 'at 9000', 'at 13000'])
})
