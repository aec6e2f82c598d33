import { expect, it } from 'vitest'
import { noDeadline } from '../testing/deadlines.ts'
import { aRequest } from '../testing/scripted-send.ts'
import { sendRequest } from './send-request.ts'

const key = { application: 'app-1', sellerId: 'A1', region: 'eu-west-1', operation: 'getOrder' }
const metered = { quota: { key, plan: { ratePerSecond: 0.5, burst: 30 }, reserved: 0 } }

async function rateFrom(header: string | null, quota: Partial<typeof metered> = metered): Promise<number | null> {
  const headers: Record<string, string> = header === null ? {} : { 'x-amzn-RateLimit-Limit': header }
  const answering = () => Promise.resolve(Response.json({}, { headers }))
  const deps = { fetch: answering, now: () => 0, onAttempt: () => undefined }
  return (await sendRequest(deps, aRequest({ ...quota, deadline: noDeadline }))).rateLimit
}

it.each([
  ['0.5', 0.5],
  ['0.0167', 0.0167],
  ['0.005', 0.005],
  ['50.0', 50],
])('of a plan of 0.5 a second, the stated rate %s is believed', async (header, rate) => {
  expect(await rateFrom(header)).toBe(rate)
})

it.each(['0.0049', '50.1', '0', '-1', '1e300', '1e-300', 'Infinity', 'NaN', '', 'five', null])(
  'of a plan of 0.5 a second, the stated rate %s is not believed',
  async (header) => {
    expect(await rateFrom(header)).toBeNull()
  },
)

it('nothing is believed of a service without a plan', async () => {
  expect(await rateFrom('0.5', {})).toBeNull()
})
