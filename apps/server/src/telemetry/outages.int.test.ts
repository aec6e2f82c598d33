import { migratedDatabase } from '@orderport/db/testing'
import { startTcpProxy } from '@orderport/embedded-postgres'
import { expect, it } from 'vitest'
import { recordLog, type LogLine } from '../../test/harness/recorded-log.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport, type Answer } from '../../test/harness/start-orderport.ts'

const reference = '171-4093870-1757126'
const requests = 200

/** What the log says beside a line for each request, from the moment that everything worked. */
function isBeside({ msg }: LogLine): boolean {
  return msg !== 'request'
}

async function statusesOf(send: (index: number) => Promise<Answer>): Promise<ReadonlySet<number>> {
  const answers = await Promise.all(Array.from({ length: requests }, (_, index) => send(index)))
  return new Set(answers.map(({ status }) => status))
}

it(`PostgreSQL away for ${requests} requests is lost, back, and a count`, async () => {
  await using database = await migratedDatabase()
  const url = new URL(database.runtimeUrl)
  await using proxy = await startTcpProxy({ targetPort: Number(url.port), targetHost: url.hostname })
  url.host = `127.0.0.1:${proxy.port}`
  const recorded = recordLog('info')
  await using service = await startOrderport({ DATABASE_URL: url.href }, { log: recorded.log })
  expect((await service.get('boutique-lyon', `/${reference}`)).status).toBe(404)
  const before = recorded.lines.length
  proxy.refuse()
  proxy.cut()
  expect(
    await statusesOf((index) =>
      index % 2 === 0
        ? service.get('boutique-lyon', `/${reference}`)
        : service.importOne('boutique-lyon', `171-4093870-${1_000_000 + index}`),
    ),
  ).toEqual(new Set([503]))
  await proxy.resume()
  expect((await service.get('boutique-lyon', `/${reference}`)).status).toBe(404)
  await recorded.written({ msg: 'back', dependency: 'PostgreSQL' })
  await service.server.stop()
  const beside = recorded.lines.slice(before).filter(isBeside)
  expect(beside.filter(({ msg }) => msg === 'lost' || msg === 'back')).toMatchObject([
    { msg: 'lost', dependency: 'PostgreSQL', cause: expect.stringMatching(/^(?:E[A-Z]+|Connection terminated)$/) },
    { msg: 'back', dependency: 'PostgreSQL' },
  ])
  expect(beside).toContainEqual(
    expect.objectContaining({ msg: 'requests failed', total: requests, codes: { DATABASE_UNAVAILABLE: requests } }),
  )
  const ofStop = new Set(['stopping: waiting for running imports', 'stopped'])
  const ofOutage = beside.map(({ msg }) => String(msg)).filter((msg) => !ofStop.has(msg))
  // The connections that broke are told in a line, or in none.
  expect(ofOutage.filter((msg) => msg !== 'an idle database connection broke')).toHaveLength(3)
  expect(ofOutage.length).toBeLessThanOrEqual(4)
})

it(`Vault away for ${requests} requests is lost, back, and a count`, async () => {
  const recorded = recordLog('info')
  await using service = await startOrderport({}, { log: recorded.log })
  service.connect('boutique-lyon').putOrder(sampleOrder(reference))
  await service.call('/livez')
  const before = recorded.lines.length
  service.vault.seal()
  expect(await statusesOf((index) => service.importOne(`boutique-${index}`, reference))).toEqual(new Set([503]))
  service.vault.unseal()
  expect((await service.importOne('boutique-lyon', reference)).status).toBe(200)
  await recorded.written({ msg: 'back', dependency: 'Vault' })
  await service.server.stop()
  const beside = recorded.lines.slice(before).filter(isBeside)
  expect(beside.map(({ msg, dependency }) => [msg, dependency])).toEqual([
    ['lost', 'Vault'],
    ['upstream attempt', undefined],
    ['upstream attempt', undefined],
    ['back', 'Vault'],
    ['stopping: waiting for running imports', undefined],
    ['requests failed', undefined],
    ['stopped', undefined],
  ])
})
