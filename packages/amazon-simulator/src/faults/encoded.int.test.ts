import { describe, expect, it } from 'vitest'
import { sampleOrders } from '../samples/sample-orders.ts'
import { openShop, referencePath, type Shop } from '../testing/open-shop.ts'
import type { EncodedFault } from './fault.ts'

const v0Path = '/orders/v0/orders/171-4093870-1757126'
const itemsPath = `${v0Path}/orderItems`
const japanesePath = '/orders/2026-01-01/orders/249-3810572-6694401?includedData=BUYER,RECIPIENT'
const everything = `${referencePath}?includedData=BUYER,RECIPIENT`

/** The ordinary answer, and the same one with the fault, for each operation that can meet it. */
async function bothAnswers(shop: Shop, path: string, fault: Omit<EncodedFault, 'kind'>) {
  const token = path === v0Path ? await shop.restrictedToken() : await shop.token()
  const ordinary = await (await shop.call(path, token)).text()
  for (const operation of ['getOrder', 'v0.getOrder', 'v0.getOrderItems'] as const) {
    shop.simulator.faults.push({ operation, fault: { kind: 'encoded', ...fault } })
  }
  const response = await shop.call(path, token)
  expect(response.status).toBe(200)
  return { ordinary, type: response.headers.get('content-type'), bytes: new Uint8Array(await response.arrayBuffer()) }
}

function decode(charset: string, bytes: Uint8Array): string {
  return new TextDecoder(charset, { fatal: true }).decode(bytes)
}

describe.each([everything, v0Path, itemsPath])('%s', (path) => {
  it.each(['iso-8859-1', 'windows-1252', 'utf-16le', 'utf-16be'])('can be in %s, as it declares', async (charset) => {
    await using shop = await openShop()
    const { ordinary, type, bytes } = await bothAnswers(shop, path, { charset })
    expect(type).toBe(`application/json; charset=${charset}`)
    expect(JSON.parse(decode(charset, bytes))).toEqual(JSON.parse(ordinary))
    expect(Buffer.from(bytes)).not.toEqual(Buffer.from(ordinary))
  })

  it('can hold bytes that are no UTF-8, which a lossy reader takes for text', async () => {
    await using shop = await openShop()
    const { type, bytes } = await bothAnswers(shop, path, { damaged: true })
    expect(type).toBe('application/json; charset=utf-8')
    expect(() => decode('utf-8', bytes)).toThrow('not valid')
    expect(JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)))).toContain('\uFFFD')
  })
})

it('ISO-8859-1 may go undeclared, which makes it no UTF-8', async () => {
  await using shop = await openShop()
  const { type, bytes } = await bothAnswers(shop, everything, { charset: 'iso-8859-1', declared: null })
  expect(type).toBe('application/json')
  expect(() => decode('utf-8', bytes)).toThrow('not valid')
  expect(Buffer.from(bytes).toString('latin1')).toContain('Élodie Vasseur')
})

it('a charset that nobody knows can be declared', async () => {
  await using shop = await openShop()
  const { ordinary, type, bytes } = await bothAnswers(shop, everything, { declared: 'x-unheard-of' })
  expect(type).toBe('application/json; charset=x-unheard-of')
  expect(decode('utf-8', bytes)).toBe(ordinary)
})

it('a byte order mark can come first', async () => {
  await using shop = await openShop()
  const { ordinary, bytes } = await bothAnswers(shop, everything, { byteOrderMark: true })
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(decode('utf-8', bytes)).toBe(ordinary)
})

it('Japanese text can be in its own charset, and is escaped in one without it', async () => {
  await using shop = await openShop()
  for (const order of sampleOrders()) shop.seller.putOrder(order)
  const own = await bothAnswers(shop, japanesePath, { charset: 'shift_jis' })
  expect(JSON.parse(decode('shift_jis', own.bytes))).toEqual(JSON.parse(own.ordinary))
  expect(decode('shift_jis', own.bytes)).toContain('京都市')
  shop.simulator.faults.clear()
  const foreign = await bothAnswers(shop, japanesePath, { charset: 'iso-8859-1' })
  expect(JSON.parse(decode('iso-8859-1', foreign.bytes))).toEqual(JSON.parse(foreign.ordinary))
})

it('an answer in ASCII alone is damaged as well', async () => {
  await using shop = await openShop()
  shop.simulator.faults.push({ operation: 'lwa', fault: { kind: 'encoded', damaged: true } })
  const bytes = await (await shop.askLwa({})).arrayBuffer()
  expect(() => decode('utf-8', new Uint8Array(bytes))).toThrow('not valid')
})

it('a charset that the Encoding Standard lacks fails loudly', async () => {
  await using shop = await openShop()
  shop.simulator.faults.push({ operation: 'getOrder', fault: { kind: 'encoded', charset: 'klingon' } })
  const response = await shop.call(referencePath, await shop.token())
  expect(response.status).toBe(599)
  expect(await response.text()).toContain('klingon')
})
