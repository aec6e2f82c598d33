import { createAdministration } from '@orderport/db'
import { tenantIdSchema } from '@orderport/domain'
import { answersOfV0, orderOf2026 } from './amazon-statement.ts'
import { isRecord, type JsonRecord } from './read-table.ts'
import { reference, type Scene } from './scene.ts'
import type { Step } from './truth.ts'

const unitMs: Readonly<Record<string, number>> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 }

/** How often a fault is met that doesn't say so: always. */
const always = 1_000_000

export interface PrepareOptions {
  /** What Amazon says of the order at this step. */
  readonly said: Step['Amazon says']
  readonly passTime: (milliseconds: number) => void
}

/** Lets time pass, and makes the operator, Vault and Amazon do what the step says. */
export async function prepareStep(
  scene: Scene,
  step: Partial<Step>,
  { said, passTime }: PrepareOptions,
): Promise<void> {
  if (step.after !== undefined) await pass(scene, step.after, passTime)
  if (step['the operator'] !== undefined) await operate(scene, step['the operator'])
  if (step['Vault holds'] !== undefined) hold(scene, step['Vault holds'])
  if (step['Vault answers'] !== undefined) {
    scene.service.vault.faults.push({ fault: step['Vault answers'], path: scene.tenantId })
  }
  if (step['the agent has imported'] !== undefined) await importAnother(scene, step['the agent has imported'])
  scene.service.amazon.faults.clear()
  for (const fault of step['Amazon answers']?.[scene.version] ?? []) await scriptFault(scene, fault)
  say(scene, said)
}

/** Moves the service's clock, and what the database remembers of the tenant's credentials. */
async function pass({ service, tenantId }: Scene, time: string, passTime: (ms: number) => void): Promise<void> {
  const [count = '', unit = ''] = time.split(' ')
  passTime(Number(count) * (unitMs[unit] ?? Number.NaN))
  await service.database.superuserQuery(
    'UPDATE channel_connections SET refused_at = refused_at - $1::interval WHERE tenant_id = $2',
    [time, tenantId],
  )
}

async function operate({ service, tenantId }: Scene, change: NonNullable<Step['the operator']>): Promise<void> {
  await using administration = createAdministration({ adminUrl: service.database.ownerUrl, requestId: 'truth' })
  const { connections } = administration
  const target = { tenantId: tenantIdSchema.parse(tenantId), channel: 'amazon' }
  await (change === 'enables the connection' ? connections.enable(target) : connections.disable(target))
}

function hold({ service: { vault }, seller, tenantId }: Scene, held: NonNullable<Step['Vault holds']>): void {
  const path = `keybuzz/tenants/${tenantId}/amazon_spapi`
  const secret = { seller_id: seller.sellerId, marketplace_id: 'A13V1IB3VIYZZH', region: 'eu-west-1' }
  switch (held) {
    case 'no secret':
      return vault.delete(path)
    case 'the same secret, written again':
      return vault.rewrite(path)
    case 'another authorisation':
      seller.authorise(`Atzr|${seller.sellerId}|another`)
      return vault.put(path, { ...secret, refresh_token: `Atzr|${seller.sellerId}|another` })
    case 'a note with an accent beside the secret':
      return vault.put(path, { ...secret, refresh_token: `Atzr|${seller.sellerId}`, note: 'boutique de Léa' })
  }
}

async function importAnother({ seller, desk }: Scene, said: JsonRecord): Promise<void> {
  const order = orderOf2026(said)
  seller.putOrder(order)
  const answer = await desk.importByRest({ orderRef: order.orderId, refresh: false, conversation: undefined })
  if (answer.status !== 200) throw new Error(`the other order was not imported: ${answer.text}`)
}

type Fault = NonNullable<NonNullable<Step['Amazon answers']>['v0']>[number]

/** The simulator checks the fault's words. */
async function scriptFault({ service, seller }: Scene, { times = always, ...fault }: Fault): Promise<void> {
  // A request to Login with Amazon has no seller yet.
  const limit = fault.operation === 'lwa' ? {} : { sellerId: seller.sellerId }
  const answer = await fetch(`${service.amazon.url}/simulator/faults`, {
    method: 'POST',
    body: JSON.stringify({ ...fault, ...limit, times }),
  })
  if (!answer.ok) throw new Error(`${await answer.text()}: ${JSON.stringify(fault)}`)
}

/** By 2026-01-01 the simulator has the order. By v0 it tells the same in v0's words, or answers what the truth says. */
function say({ version, service, seller }: Scene, said: Step['Amazon says']): void {
  const statement = said?.[version] ?? 'the same'
  if (statement === 'no order') {
    if (seller.orderIds.includes(reference)) seller.removeOrder(reference)
    return
  }
  const newer = said?.['2026-01-01']
  seller.putOrder(orderOf2026(isRecord(newer) && (version === '2026-01-01' || statement === 'the same') ? newer : {}))
  if (version === '2026-01-01' || statement === 'the same') return
  const { order, items } = answersOfV0(statement)
  const answer = (operation: 'v0.getOrder' | 'v0.getOrderItems', body: JsonRecord) =>
    service.amazon.faults.push({
      operation,
      fault: { kind: 'answer', status: 200, body },
      times: always,
      sellerId: seller.sellerId,
    })
  answer('v0.getOrder', order)
  answer('v0.getOrderItems', items)
}
