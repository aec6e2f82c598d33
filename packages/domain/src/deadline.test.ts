import { describe, expect, it } from 'vitest'
import { deadlineIn, raceAgainst } from './deadline.ts'

const never = () => new Promise<never>(() => undefined)

describe('a race against a signal', () => {
  it('returns the result, or throws the failure', async () => {
    const { signal } = new AbortController()
    expect(await raceAgainst(signal, Promise.resolve(1))).toBe(1)
    await expect(raceAgainst(signal, Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('ends with the signal’s reason and leaves the work to others', async () => {
    const controller = new AbortController()
    const shared = Promise.withResolvers<number>()
    const aborted = raceAgainst(controller.signal, shared.promise)
    const waiting = raceAgainst(new AbortController().signal, shared.promise)
    controller.abort(new Error('gave up'))
    await expect(aborted).rejects.toThrow('gave up')
    shared.resolve(2)
    expect(await waiting).toBe(2)
  })

  it('ends at once for a signal that has aborted before', async () => {
    await expect(raceAgainst(AbortSignal.abort(new Error('before')), never())).rejects.toThrow('before')
  })
})

describe('a race against a time', () => {
  it('returns what comes in time', async () => {
    expect(await raceAgainst(1000, Promise.resolve(1))).toBe(1)
  })

  it('throws a TimeoutError for what does not', async () => {
    await expect(raceAgainst(1, never())).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

it('a deadline aborts when its time has come', async () => {
  const before = Date.now()
  const { signal, endsAt } = deadlineIn(1)
  await expect(raceAgainst(signal, never())).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(endsAt).toBeGreaterThanOrEqual(before + 1)
})
