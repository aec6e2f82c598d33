import { pino } from 'pino'
import { expect, it } from 'vitest'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const secretPath = `keybuzz/tenants/${tenant}/amazon_spapi`

async function startLogged() {
  const lines: string[] = []
  const log = pino({ base: null }, { write: (line) => lines.push(line) })
  const service = await startOrderport({}, { log })
  return {
    ...service,
    alarms: () => lines.map((line) => JSON.parse(line)).filter(({ alarm }) => alarm !== undefined),
    text: () => lines.join(''),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  }
}

it('a seller who must authorise again is one warning for many imports, and one line when it works again', async () => {
  await using service = await startLogged()
  const seller = service.connect(tenant)
  seller.putOrder(sampleOrder(reference))
  service.amazon.revokeRefreshToken(`Atzr|SELLER-${tenant}`)
  for (let click = 0; click < 10; click += 1) await service.importOne(tenant, reference)
  seller.authorise('Atzr|renewed')
  service.vault.put(secretPath, { refresh_token: 'Atzr|renewed', seller_id: `SELLER-${tenant}`, region: 'eu-west-1' })
  await service.importOne(tenant, reference)
  const about = { alarm: 'connection', code: 'CHANNEL_REAUTH_REQUIRED', tenantId: tenant, channel: 'amazon' }
  expect(service.alarms()).toEqual([
    expect.objectContaining({ ...about, level: 40 }),
    expect.objectContaining({ ...about, level: 30, msg: 'the alarm is over' }),
  ])
  expect(service.text()).not.toContain('Atzr')
})

it('a selling account of another tenant is one warning for the tenant that copied its secret', async () => {
  await using service = await startLogged()
  service.connect(tenant).putOrder(sampleOrder(reference))
  await service.importOne(tenant, reference)
  service.vault.put('keybuzz/tenants/copied/amazon_spapi', {
    refresh_token: `Atzr|SELLER-${tenant}`,
    seller_id: `SELLER-${tenant}`,
    region: 'eu-west-1',
  })
  for (let click = 0; click < 5; click += 1) await service.importOne('copied', reference)
  expect(service.alarms()).toEqual([
    expect.objectContaining({ level: 40, code: 'SELLER_ALREADY_CONNECTED', tenantId: 'copied', channel: 'amazon' }),
  ])
  expect((await service.call('/metrics')).text).toContain('orderport_alarms_total{code="SELLER_ALREADY_CONNECTED"} 5')
})

it('an application secret that Amazon refuses is one warning over all tenants', async () => {
  await using service = await startLogged()
  for (const tenantId of [tenant, 'atelier-berlin']) service.connect(tenantId).putOrder(sampleOrder(reference))
  service.vault.put('keybuzz/amazon_spapi/app', { client_id: service.application.clientId, client_secret: 'wrong' })
  for (const tenantId of [tenant, 'atelier-berlin', tenant]) await service.importOne(tenantId, reference)
  expect(service.alarms()).toEqual([
    expect.objectContaining({ level: 40, alarm: 'application', code: 'APP_CREDENTIALS_INVALID', channel: 'amazon' }),
  ])
})
