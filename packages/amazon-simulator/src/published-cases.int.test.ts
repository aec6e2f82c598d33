import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readPublishedCases, type PublishedCase } from './published-cases.ts'
import { startAmazonSimulator } from './simulator.ts'
import { openShop, type Shop } from './testing/open-shop.ts'

/** Amazon's own cases, where a checkout has them beside it. */
const amazonsCases = join(import.meta.dirname, '../../../../shared/spapi/sandbox')

const ownCases = {
  'one.json': {
    id: 'one',
    request: { method: 'GET', path: '/orders/2026-01-01/orders/CASE_ONE', query: {}, body: null },
    response: { status: 200, body: { order: { orderId: 'CASE_ONE', note: 'whatever was asked' } } },
  },
  'one-with-buyer.json': {
    id: 'one-with-buyer',
    request: {
      method: 'GET',
      path: '/orders/2026-01-01/orders/CASE_ONE',
      query: { includedData: ['BUYER', 'TAX'] },
      body: null,
    },
    response: { status: 200, body: { order: { orderId: 'CASE_ONE', buyer: { buyerName: 'Somebody' } } } },
  },
  'search.json': {
    id: 'search',
    request: { method: 'GET', path: '/orders/2026-01-01/orders', query: { createdAfter: 'CASE_400' }, body: null },
    response: { status: 400, body: { errors: [{ code: 'InvalidInput', message: 'No', details: 'No' }] } },
  },
  'token.json': {
    id: 'token',
    request: {
      method: 'POST',
      path: '/tokens/2021-03-01/restrictedDataToken',
      query: {},
      body: { restrictedResources: [{ method: 'GET', path: '/orders/v0/orders/CASE/address' }] },
    },
    response: { status: 200, body: { restrictedDataToken: 'Atz.sprdt|case', expiresIn: 60 } },
  },
}

async function caseFolder(files: Readonly<Record<string, unknown>>) {
  const path = await mkdtemp(join(tmpdir(), 'orderport-cases-'))
  await Promise.all(Object.entries(files).map(([name, file]) => writeFile(join(path, name), JSON.stringify(file))))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

function replay(shop: Shop, token: string, published: PublishedCase): Promise<Response> {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(published.query)) query.set(name, String(value))
  const path = `${published.path}?${query.toString()}`
  const body = published.requestBody === null ? {} : { body: JSON.stringify(published.requestBody) }
  return shop.call(path, token, { method: published.method, ...body })
}

async function expectConformance(directory: string): Promise<number> {
  await using shop = await openShop({ sandboxDirectory: directory })
  const cases = await readPublishedCases(directory)
  const token = await shop.token()
  for (const published of cases) {
    const response = await replay(shop, token, published)
    expect({ id: published.id, status: response.status }).toEqual({ id: published.id, status: published.status })
    expect(await response.json()).toEqual(published.body)
    expect((await replay(shop, 'Atza|stranger', published)).status).toBe(403)
  }
  return cases.length
}

it('published cases are answered as published, and only with a token', async () => {
  await using folder = await caseFolder(ownCases)
  expect(await expectConformance(folder.path)).toBe(4)
  if (existsSync(amazonsCases)) expect(await expectConformance(amazonsCases)).toBeGreaterThan(0)
})

it('a list matches in any order, and parameters that the case does not name are ignored', async () => {
  await using folder = await caseFolder(ownCases)
  await using shop = await openShop({ sandboxDirectory: folder.path })
  const token = await shop.token()
  const path = '/orders/2026-01-01/orders/CASE_ONE'
  const buyer = await shop.call(`${path}?includedData=TAX,BUYER`, token)
  expect(await buyer.json()).toMatchObject({ order: { buyer: { buyerName: 'Somebody' } } })
  const other = await shop.call(`${path}?includedData=PACKAGES`, token)
  expect(await other.json()).toMatchObject({ order: { note: 'whatever was asked' } })
})

it('a request that matches no case is answered from the seller’s orders', async () => {
  await using folder = await caseFolder(ownCases)
  await using shop = await openShop({ sandboxDirectory: folder.path })
  const token = await shop.token()
  expect((await shop.call('/orders/2026-01-01/orders/171-4093870-1757126', token)).status).toBe(200)
  const search = await shop.call('/orders/2026-01-01/orders?createdAfter=2026-01-01', token)
  expect(await search.json()).toMatchObject({ orders: [{ orderId: '171-4093870-1757126' }] })
})

it.each([
  ['an empty folder', {}, 'no published cases'],
  ['a file that is no case', { 'a.json': { id: 'a' } }, 'is no case'],
  [
    'a case without a status',
    { 'a.json': { id: 'a', request: { method: 'GET', path: '/' }, response: {} } },
    'no response',
  ],
])('%s is refused at the start', async (_, files, message) => {
  await using folder = await caseFolder(files)
  await expect(startAmazonSimulator({ sandboxDirectory: folder.path })).rejects.toThrow(message)
})
