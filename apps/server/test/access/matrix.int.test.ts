import { expect, it } from 'vitest'
import { setAccessScene } from './access-scene.ts'
import { isOrderDoor } from './endpoint-requests.ts'
import { removeFilter } from './remove-filter.ts'
import { cases, runMatrix } from './run-matrix.ts'

it('every door gives every caller what is its own, and nothing else', { timeout: 120_000 }, async () => {
  await using scene = await setAccessScene()
  const { doors } = scene
  const { cells, faults } = await runMatrix(scene, doors)
  expect(faults).toEqual([])
  expect(cells).toBeGreaterThan(900)
  process.stdout.write(`${doors.length} routes and procedures × ${cases.length} cases: ${cells} cells, all green\n`)
})

it('and does so without the application’s own filter: the database alone holds', { timeout: 120_000 }, async () => {
  await using scene = await setAccessScene()
  await removeFilter(scene)
  const doors = scene.doors.filter(isOrderDoor)
  const { cells, faults } = await runMatrix(scene, doors)
  expect(faults).toEqual([])
  expect(cells).toBeGreaterThan(400)
  process.stdout.write(
    `without the application’s filter: ${doors.length} routes and procedures that reach rows × ${cases.length} cases: ` +
      `${cells} cells, all green; none left out for writing\n`,
  )
})
