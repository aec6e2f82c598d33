import type { AccessCase } from './access-case.ts'
import type { AccessFixture } from './access-fixture.ts'
import { checkCell } from './check-cell.ts'
import type { Endpoint } from './endpoints.ts'
import { internalCases } from './internal-cases.ts'
import { publicCases } from './public-cases.ts'

/** Every way to call either listener. */
export const cases = [...internalCases, ...publicCases]

/** Sends each endpoint the cases of its listener. Returns how many cells that were, and a line for each fault. */
export async function runMatrix(
  fixture: AccessFixture,
  endpoints: readonly Endpoint[],
  accessCases: readonly AccessCase[],
): Promise<{ readonly cells: number; readonly faults: readonly string[] }> {
  const cells: (readonly string[])[] = []
  for (const endpoint of endpoints) {
    for (const accessCase of accessCases.filter(({ listener }) => listener === endpoint.listener)) {
      const faults = await checkCell(fixture, endpoint, accessCase)
      if (faults !== null) cells.push(faults)
    }
  }
  const isUnchanged = (await fixture.readStoredRows()) === fixture.initialRows
  return { cells: cells.length, faults: cells.flat().concat(isUnchanged ? [] : ['something was stored']) }
}
