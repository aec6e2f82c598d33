import { expect, test } from 'vitest'
import { occasionally } from './progress.ts'

test('a long step tells how far it is every four seconds, whatever it does between', () => {
  const told: string[] = []
  let now = 1000
  const tell = occasionally(
    (line) => told.push(line),
    () => now,
  )
  for (; now <= 13_500; now += 500) tell(`at ${now}`)
  expect(told).toEqual(['at 5000', 'at 9000', 'at 13000'])
})
