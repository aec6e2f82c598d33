import type { AccessScene } from './access-scene.ts'
import type { AccessCase } from './cases.ts'
import type { Door } from './endpoints.ts'
import { internalCases } from './internal-cases.ts'
import { publicCases } from './public-cases.ts'
import { tryDoor } from './check-cell.ts'

/** Every way to call either listener. */
export const cases = [...internalCases, ...publicCases]

/** Tries the doors with every case of their listener; gives how many cells that were, and what was wrong. */
export async function runMatrix(scene: AccessScene, doors: readonly Door[], tried: readonly AccessCase[] = cases) {
  const cells: (readonly string[])[] = []
  for (const door of doors) {
    for (const theCase of tried.filter(({ listener }) => listener === door.listener)) {
      const faults = await tryDoor(scene, door, theCase)
      if (faults !== null) cells.push(faults)
    }
  }
  const isStoredAsAtFirst = (await scene.everythingStored()) === scene.storedAtFirst
  return { cells: cells.length, faults: cells.flat().concat(isStoredAsAtFirst ? [] : ['something was stored']) }
}
