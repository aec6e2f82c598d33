import { tenantIdSchema } from '@orderport/domain'
import { expect, it } from 'vitest'
import { recordLog } from '../../test/harness/recorded-log.ts'
import { currentRecord } from '../http/request-record.ts'
import { sliceRunner } from './run-slice.ts'

const tenantId = tenantIdSchema.parse('boutique-lyon')
const job = { kind: 'import', tenantId, importId: 'imp-1' } as const
const never = new AbortController().signal

function runner(work: () => Promise<void>) {
  const recorded = recordLog('debug')
  const slices: unknown[] = []
  const observeSlice = (kind: string, outcome: string) => slices.push([kind, outcome])
  return { ...recorded, slices, run: sliceRunner({ runJob: work, log: recorded.log, observeSlice }) }
}

it('what a slice asks has its id, and so has the line that ends it', async () => {
  const seen: (string | undefined)[] = []
  const { run, lines, slices } = runner(async () => {
    const record = currentRecord()
    seen.push(record?.requestId)
    if (record !== undefined) record.attempts += 2
  })
  await run(job, never)
  expect(seen).toEqual([expect.stringMatching(/^job-/)])
  expect(lines).toMatchObject([
    { msg: 'job', level: 'info', requestId: seen[0], kind: 'import', importId: 'imp-1', outcome: 'done', attempts: 2 },
  ])
  expect(slices).toEqual([['import', 'done']])
})

it('a slice that throws is told, and thrown', async () => {
  const { run, lines, slices } = runner(() => Promise.reject(new Error('boom')))
  await expect(run({ kind: 'sweep', tenantId, channel: 'amazon' }, never)).rejects.toThrow('boom')
  expect(lines).toMatchObject([{ level: 'debug', kind: 'sweep', importId: null, outcome: 'failed' }])
  expect(slices).toEqual([['sweep', 'failed']])
})
