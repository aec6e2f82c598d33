import { expect, it } from 'vitest'
import { createProgress } from './progress.ts'

function progressOn(interactive: boolean) {
  let said = ''
  let milliseconds = 0
  const terminal = {
    out: () => undefined,
    err: (text: string) => void (said += text),
    interactive,
    columns: 60,
    interruption: () => ({ signal: new AbortController().signal, [Symbol.dispose]: () => undefined }),
    ask: () => Promise.resolve(false),
    read: () => Promise.resolve(new Uint8Array()),
  }
  const progress = createProgress(terminal, () => new Date(milliseconds))
  return { progress, said: () => said, pass: (ms: number) => void (milliseconds += ms) }
}

it('writes one line anew at a terminal, with a bar where the share is known', () => {
  const { progress, said } = progressOn(true)
  progress.show('1 order', null)
  progress.show('2 orders', 0.5)
  progress.show('3 orders, done by a moment that does not fit', 1)
  progress.say('No worker')
  expect(said().replaceAll('\u001B', '')).toBe(
    `\r[2K1 order\r[2K${'█'.repeat(12)}${'░'.repeat(12)}  50 %  2 orders\r[2K${'█'.repeat(24)} 100 %  3 orders, done by a moment \norderport: No worker\n`,
  )
})

it('prints a plain line elsewhere: at once for other words, after a while for other numbers', () => {
  const { progress, said, pass } = progressOn(false)
  progress.show('0 orders, waits', 0)
  progress.show('1 orders', 0.1)
  progress.show('2 orders', 0.2)
  pass(10_000)
  progress.show('2 orders', 0.2)
  progress.show('3 orders', 0.3)
  progress.show('3 orders', 0.3)
  expect(said()).toBe('orderport: 0 orders, waits\norderport: 1 orders\norderport: 2 orders\n')
})
