import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import { z } from 'zod'
import { headerOf, sendRaw, type RawAnswer } from '../harness/raw-request.ts'
import type { AccessScene } from './access-scene.ts'
import type { AccessCase, Wanted } from './cases.ts'
import { useOf, type Ask, type DoorRequest, type DoorUse } from './endpoint-requests.ts'
import { nameOf, type Door } from './endpoints.ts'
import { absentOrder, sharedReference, tenantA, tenantB } from './two-tenants.ts'

/** Given with every request, so that answers can be compared byte for byte. */
const requestId = 'access-matrix'

const restFailure = z.strictObject({ error: z.string().min(1), code: z.string(), requestId: z.literal(requestId) })
const trpcFailure = z.strictObject({
  error: z.object({ data: z.object({ appCode: z.string(), requestId: z.literal(requestId) }) }),
})

/** One cell: what is wrong with the door's answers to the case; nothing when they are right. Null where the case isn't for the door. */
export async function tryDoor(scene: AccessScene, door: Door, theCase: AccessCase): Promise<readonly string[] | null> {
  const use = useOf(door)
  if (use === null) throw new Error(`nobody has described ${nameOf(door)}`)
  if (!concerns(use, theCase)) return null
  const cell: Cell = { scene, door, theCase, use, faults: [] }
  await run(cell)
  return cell.faults.map((fault) => `${nameOf(door)}, ${theCase.name}: ${fault}`)
}

interface Cell {
  readonly scene: AccessScene
  readonly door: Door
  readonly theCase: AccessCase
  readonly use: DoorUse
  readonly faults: string[]
}

function concerns(use: DoorUse, { looksAt }: AccessCase): boolean {
  return looksAt === undefined || (use.kind === 'order' && use.looksAt.includes(looksAt))
}

async function run(cell: Cell): Promise<void> {
  const { scene, theCase, use, faults } = cell
  const { amazon, vault } = scene.service
  amazon.requestLog.clear()
  vault.requestLog.clear()
  const wanted = orderOf(theCase.wanted)
  const answer = await send(cell, wanted)
  const expected = expectation(cell)
  if (answer.status !== expected.status) faults.push(`answered ${answer.status} instead of ${expected.status}`)
  const code = codeIn(cell, answer)
  if (code !== expected.code) faults.push(`answered ${code} instead of ${expected.code}`)
  const bytes = JSON.stringify(answer)
  const forbidden = expected.shows ? tenantB.secrets : [...tenantA.secrets, ...tenantB.secrets]
  faults.push(...forbidden.filter((secret) => bytes.includes(secret)).map((secret) => `told ${secret}`))
  if (expected.shows && cell.door.method !== 'HEAD' && !bytes.includes('canary-a.example')) faults.push('told no order')
  if (use.kind === 'open') return
  if (theCase.wanted.startsWith('foreign')) {
    const twin = await send(cell, wanted === tenantB.order.id ? absentOrder.id : absentOrder.reference)
    if (comparable(twin) !== comparable(answer)) faults.push('answered another than for an absent order')
  }
  const calls = amazon.requestLog.requests.filter(({ sellerId }) => !expected.asks || sellerId !== tenantA.sellerId)
  if (calls.length > 0 || vault.requestLog.requests.length > 0) faults.push('asked Amazon or Vault')
  // The other doors are looked at once, at the end: they are many, and reach no row.
  if (use.kind !== 'order') return
  if ((await scene.everythingStored()) !== scene.storedAtFirst) faults.push('stored or changed something')
}

function orderOf(wanted: Wanted): string {
  switch (wanted) {
    case 'own id':
      return tenantA.order.id
    case 'own reference':
      return tenantA.order.reference
    case 'shared':
      return sharedReference
    case 'foreign id':
      return tenantB.order.id
    case 'foreign reference':
      return tenantB.order.reference
  }
}

async function send({ scene, door, theCase, use }: Cell, order: string): Promise<RawAnswer> {
  const { inQuery, inBody, from } = theCase
  const scope = use.kind === 'order' ? use.scope : 'orders:read'
  const { path, body } = requestTo(door, use, { order, inQuery, inBody })
  return sendRaw(scene.addresses[door.listener], path, {
    method: door.method,
    headers: [
      ['x-request-id', requestId],
      ...theCase.headers(scene.credentials, scope),
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
    ],
    body: body === undefined ? undefined : JSON.stringify(body),
    from,
  })
}

function requestTo({ url }: Door, use: DoorUse, ask: Ask): DoorRequest {
  switch (use.kind) {
    case 'open':
    case 'preflight':
      return { path: url.replace('*', '/orders.get') }
    case 'unserved':
    case 'order':
      return use.request(ask)
  }
}

interface Expectation {
  readonly status: number
  /** Null: no failure, or a body that is left out. */
  readonly code: ErrorCode | null
  /** Whether the tenant's own order is shown. */
  readonly shows: boolean
  /** Whether Amazon may be asked, with the tenant's own credentials. */
  readonly asks: boolean
}

function expectation({ door, theCase, use }: Cell): Expectation {
  const { wanted, outcome, atTheDoor } = theCase
  switch (use.kind) {
    case 'open':
      return { status: 200, code: null, shows: false, asks: false }
    case 'preflight':
      return { status: 204, code: null, shows: false, asks: false }
    case 'unserved':
      return refusal(door, atTheDoor === true && outcome !== 'served' ? outcome : 'INVALID_REQUEST')
    case 'order': {
      if (outcome !== 'served') return refusal(door, outcome)
      const isForeign = wanted === 'foreign id' || wanted === 'foreign reference'
      const byId = wanted === 'own id' || wanted === 'foreign id'
      // An id is no reference, whosever it is.
      const byIdRefused = byId && use.absent.id === 'ORDER_REF_INVALID'
      if (!isForeign && !byIdRefused) return { status: 200, code: null, shows: true, asks: false }
      const code = byId ? use.absent.id : use.absent.reference
      if (code === null) return { status: 200, code, shows: false, asks: false }
      return { ...refusal(door, code), asks: code === 'ORDER_NOT_FOUND_FOR_TENANT' }
    }
  }
}

function refusal({ method }: Door, code: ErrorCode): Expectation {
  return { status: errorCatalogue[code].status, code: method === 'HEAD' ? null : code, shows: false, asks: false }
}

/** The code of a failure, whose body must be its edge's and nothing else; null for an answer, and where there is no body. */
function codeIn({ door }: Cell, { status, text }: RawAnswer): string | null {
  if (status < 400 || text === '') return null
  const body: unknown = JSON.parse(text)
  return door.procedure === null ? restFailure.parse(body).code : trpcFailure.parse(body).error.data.appCode
}

/** All of an answer but its date. */
function comparable(answer: RawAnswer): string {
  if (headerOf(answer, 'x-request-id') !== requestId) throw new Error('an answer lost its request id')
  return JSON.stringify([answer.status, answer.headers.filter(([name]) => name.toLowerCase() !== 'date'), answer.text])
}
