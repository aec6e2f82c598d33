import { describe, expect, it } from 'vitest'
import { startAccessFixture } from './access-fixture.ts'
import { servesOrders } from './endpoint-requests.ts'
import { removeTenantFilter } from './remove-protection.ts'
import { cases, runMatrix } from './run-matrix.ts'

/** How many cells there are, so that none is lost unseen. */
const all = { endpoints: 75, cells: 2756 }
const reachingRows = { endpoints: 32, cells: 1214 }

const title = ({ endpoints, cells }: typeof all) => `${endpoints} endpoints × ${cases.length} cases, ${cells} cells`

describe('every endpoint, called in every way', { timeout: 300_000 }, () => {
  it(`shows a caller its own orders and nothing else: ${title(all)}`, async () => {
    await using fixture = await startAccessFixture()
    const { endpoints } = fixture
    const { cells, faults } = await runMatrix(fixture, endpoints, cases)
    expect(faults).toEqual([])
    expect({ endpoints: endpoints.length, cells }).toEqual(all)
  })

  it(`does so by row-level security alone, without the service’s filter: ${title(reachingRows)}`, async () => {
    await using fixture = await startAccessFixture()
    await removeTenantFilter(fixture)
    const endpoints = fixture.endpoints.filter(servesOrders)
    const { cells, faults } = await runMatrix(fixture, endpoints, cases)
    expect(faults).toEqual([])
    expect({ endpoints: endpoints.length, cells }).toEqual(reachingRows)
  })
})
