import { describe, expect, it } from 'vitest'
import { waitFor } from './wait-for.ts'

describe('waiting for a shared answer', () => {
  it('gives the answer, or its failure', async () => {
    const { signal } = new AbortController()
    expect(await waitFor(Promise.resolve(1), signal)).toBe(1)
    await expect(waitFor(Promise.reject(new Error('no')), signal)).rejects.toThrow('no')
  })

  it('ends with the signal’s reason, and leaves the answer to others', async () => {
    const controller = new AbortController()
    const shared = Promise.withResolvers<number>()
    const impatient = waitFor(shared.promise, controller.signal)
    const patient = waitFor(shared.promise, new AbortController().signal)
    controller.abort(new Error('gave up'))
    await expect(impatient).rejects.toThrow('gave up')
    shared.resolve(2)
    expect(await patient).toBe(2)
  })

  it('ends at once with a signal that was aborted before', async () => {
    const never = Promise.withResolvers<number>()
    await expect(waitFor(never.promise, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  })
})
