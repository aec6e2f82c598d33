import { expect, it } from 'vitest'
import { noDeadline } from '../testing/deadlines.ts'
import { expectFailure } from '../testing/expect-failure.ts'
import { SharedRenewals } from './shared-renewals.ts'

const { signal: never } = noDeadline

/** Work that ends when the test says so, or fails with the signal's reason when it is aborted. */
function openWork() {
  const result = Promise.withResolvers<string>()
  const started: AbortSignal[] = []
  const start = (signal: AbortSignal): Promise<string> => {
    started.push(signal)
    signal.addEventListener('abort', () => result.reject(signal.reason), { once: true })
    return result.promise
  }
  return { start, started, finish: result.resolve }
}

it('work is started once for callers that come while it runs, and anew afterwards', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const work = openWork()
  const waiting = [renewals.join('a', never, work.start), renewals.join('a', never, work.start)]
  work.finish('done')
  expect(await Promise.all(waiting)).toEqual(['done', 'done'])
  expect(work.started).toHaveLength(1)
  expect(await renewals.join('a', never, () => Promise.resolve('again'))).toBe('again')
})

it('work goes on while anybody waits, and is aborted when the last caller has gone', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const work = openWork()
  const [first, second] = [new AbortController(), new AbortController()]
  const firstGone = expectFailure(renewals.join('a', first.signal, work.start))
  const secondGone = expectFailure(renewals.join('a', second.signal, work.start))
  first.abort()
  expect((await firstGone).code).toBe('UPSTREAM_TIMEOUT')
  expect(work.started[0]?.aborted).toBe(false)
  second.abort()
  expect((await secondGone).code).toBe('UPSTREAM_TIMEOUT')
  expect(work.started[0]?.aborted).toBe(true)
})

it('work that one caller ran out of time for is not joined later, and ends with its last caller', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const [hung, fresh] = [openWork(), openWork()]
  const [first, second] = [new AbortController(), new AbortController()]
  const firstGone = expectFailure(renewals.join('a', first.signal, hung.start))
  const secondGone = expectFailure(renewals.join('a', second.signal, hung.start))
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

it('work that every caller has given up is not joined', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const impatient = new AbortController()
  const gone = expectFailure(renewals.join('a', impatient.signal, openWork().start))
  impatient.abort()
  await gone
  expect(await renewals.join('a', never, () => Promise.resolve('fresh'))).toBe('fresh')
})

it('a failure is thrown to all who wait, and is not remembered', async () => {
  const renewals = new SharedRenewals<string>('work', 10_000)
  const fail = (): Promise<string> => Promise.reject(new Error('no'))
  const waiting = [renewals.join('a', never, fail), renewals.join('a', never, fail)]
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await renewals.join('a', never, () => Promise.resolve('later'))).toBe('later')
})
