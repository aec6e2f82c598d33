import { expect, test } from 'vitest'
import { failureOf } from '../testing/expect-failure.ts'
import { SharedRenewals } from './shared-renewals.ts'

const never = new AbortController().signal

/** Work that ends when it is told to, or fails with the reason when it is aborted. */
function openWork() {
  const result = Promise.withResolvers<string>()
  const started: AbortSignal[] = []
  const start = (ends: AbortSignal): Promise<string> => {
    started.push(ends)
    ends.addEventListener('abort', () => result.reject(ends.reason), { once: true })
    return result.promise
  }
  return { start, started, finish: result.resolve }
}

test('work is started once for those who come while it runs, and anew afterwards', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const work = openWork()
  const waiting = [renewals.join('a', never, work.start), renewals.join('a', never, work.start)]
  work.finish('done')
  expect(await Promise.all(waiting)).toEqual(['done', 'done'])
  expect(work.started).toHaveLength(1)
  expect(await renewals.join('a', never, () => Promise.resolve('again'))).toBe('again')
})

test('work goes on while anybody waits, and is aborted when the last one has gone', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const work = openWork()
  const [first, second] = [new AbortController(), new AbortController()]
  const firstGone = failureOf(renewals.join('a', first.signal, work.start))
  const secondGone = failureOf(renewals.join('a', second.signal, work.start))
  first.abort()
  expect((await firstGone).code).toBe('UPSTREAM_TIMEOUT')
  expect(work.started[0]?.aborted).toBe(false)
  second.abort()
  expect((await secondGone).code).toBe('UPSTREAM_TIMEOUT')
  expect(work.started[0]?.aborted).toBe(true)
})

test('work that one caller ran out of time for is joined by nobody who comes later, and ends with its last caller', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const [hung, fresh] = [openWork(), openWork()]
  const [first, second] = [new AbortController(), new AbortController()]
  const firstGone = failureOf(renewals.join('a', first.signal, hung.start))
  const secondGone = failureOf(renewals.join('a', second.signal, hung.start))
  first.abort()
  expect((await firstGone).code).toBe('UPSTREAM_TIMEOUT')
  const third = renewals.join('a', never, fresh.start)
  second.abort()
  expect((await secondGone).code).toBe('UPSTREAM_TIMEOUT')
  expect(hung.started.map(({ aborted }) => aborted)).toEqual([true])
  const fourth = renewals.join('a', never, fresh.start)
  fresh.finish('fresh')
  expect(await Promise.all([third, fourth])).toEqual(['fresh', 'fresh'])
  expect(fresh.started).toHaveLength(1)
})

test('nobody joins work that was given up', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const impatient = new AbortController()
  const gone = failureOf(renewals.join('a', impatient.signal, openWork().start))
  impatient.abort()
  await gone
  expect(await renewals.join('a', never, () => Promise.resolve('fresh'))).toBe('fresh')
})

test('work that fails fails for all who wait, and is not remembered', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const fail = (): Promise<string> => Promise.reject(new Error('no'))
  const waiting = [renewals.join('a', never, fail), renewals.join('a', never, fail)]
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await renewals.join('a', never, () => Promise.resolve('later'))).toBe('later')
})
