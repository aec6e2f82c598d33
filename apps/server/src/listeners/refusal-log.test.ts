import { DomainError, type ErrorCode } from '@orderport/domain'
import { fastify, LogController, type FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createClock } from '../../test/harness/clock.ts'
import { recordRefusals } from './refusal-log.ts'

/** Returns a listener on which the path names the failure, recorded twice for each request. */
function listener() {
  const { now, pass } = createClock()
  const lines: Record<string, unknown>[] = []
  const counted: ErrorCode[] = []
  const loggerInstance: FastifyBaseLogger = pino(
    { base: null },
    { write: (line: string) => void lines.push(JSON.parse(line)) },
  )
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
  })
  recordRefusals(app, { observeRefusal: (code) => void counted.push(code) }, now)
  const routes = [
    'AUTH_REQUIRED',
    'UNTRUSTED_PEER',
    'TENANT_MISMATCH',
    'NOT_MEMBER',
    'SCOPE_MISSING',
    'ORDER_NOT_FOUND',
  ] as const
  for (const code of routes) {
    app.get(`/${code}/:id`, (request) => {
      const failure = new DomainError(code, { detail: 'why' })
      app.recordRefusal(request, failure)
      app.recordRefusal(request, failure)
      return 'recorded'
    })
  }
  return { app, pass, lines, counted, refuse: (code: ErrorCode) => app.inject(`/${code}/secret-id`) }
}

it('counts each refused request once, and logs those that no audit records', async () => {
  const { refuse, lines, counted } = listener()
  for (const code of ['AUTH_REQUIRED', 'UNTRUSTED_PEER', 'TENANT_MISMATCH', 'NOT_MEMBER', 'SCOPE_MISSING'] as const) {
    await refuse(code)
  }
  await refuse('ORDER_NOT_FOUND')
  expect(counted).toEqual(['AUTH_REQUIRED', 'UNTRUSTED_PEER', 'TENANT_MISMATCH', 'NOT_MEMBER', 'SCOPE_MISSING'])
  expect(lines.map(({ code }) => code)).toEqual(['AUTH_REQUIRED', 'UNTRUSTED_PEER', 'TENANT_MISMATCH'])
  expect(lines[0]).toMatchObject({
    level: 40,
    msg: 'refused',
    detail: 'why',
    peer: '127.0.0.1',
    route: '/AUTH_REQUIRED/:id',
    requestId: expect.any(String),
    leftOut: 0,
  })
  expect(JSON.stringify(lines)).not.toContain('secret-id')
})

it('logs at most ten a second, and how many it left out', async () => {
  const { refuse, lines, counted, pass } = listener()
  for (let times = 0; times < 25; times += 1) await refuse('AUTH_REQUIRED')
  expect([lines.length, counted.length]).toEqual([10, 25])
  pass(1000)
  await refuse('UNTRUSTED_PEER')
  await refuse('UNTRUSTED_PEER')
  expect(lines.slice(10).map(({ leftOut }) => leftOut)).toEqual([15, 0])
})
