import { expect, it } from 'vitest'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { startServiceProcess, type ServiceProcess } from '../../test/harness/start-service-process.ts'

const tenant = 'boutique-lyon'

it('two processes refuse a revoked key, and a removed member, within 30 seconds', async () => {
  await using service = await startOrderport()
  const variables = { ...service.environment, PUBLIC_PORT: '0', MEMBERSHIP: 'enforce' }
  await using one = await startServiceProcess(variables)
  await using other = await startServiceProcess(variables)
  const { id, key } = await service.addApiKey(tenant)
  const kept = await service.addApiKey(tenant)
  const member = 'agent@example.org'
  await service.addMember(tenant, member)
  const byKey = async ({ publicAddress }: ServiceProcess, apiKey: string) =>
    (await fetch(`${publicAddress}/trpc/orders.list`, { headers: { 'x-api-key': apiKey } })).status
  const byMember = async ({ address }: ServiceProcess) => {
    const headers = { 'x-tenant-id': tenant, 'x-user-email': member }
    return (await fetch(`${address}/api/v1/orders`, { headers })).status
  }
  const all = async () => [
    ...(await Promise.all([one, other].map((process) => byKey(process, key)))),
    ...(await Promise.all([one, other].map(byMember))),
  ]
  expect(await all()).toEqual([200, 200, 200, 200])
  await service.database.superuserQuery(`
    UPDATE api_keys SET revoked_at = now() WHERE id = '${id}';
    DELETE FROM members WHERE email = '${member}'`)
  await expect.poll(all, { timeout: 30_000, interval: 500 }).toEqual([401, 401, 403, 403])
  expect(await Promise.all([one, other].map((process) => byKey(process, kept.key)))).toEqual([200, 200])
}, 60_000)
