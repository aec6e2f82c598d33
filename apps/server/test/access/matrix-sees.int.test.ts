import { expect, it } from 'vitest'
import { setAccessScene } from './access-scene.ts'
import { isOrderDoor, undescribed } from './endpoint-requests.ts'
import { nameOf, type Door } from './endpoints.ts'
import { openTheTables, removeFilter } from './remove-filter.ts'
import { cases, runMatrix } from './run-matrix.ts'

it('the matrix describes every route and every procedure that there is, and each says who may call it', async () => {
  await using scene = await setAccessScene()
  expect(undescribed(scene.doors)).toEqual([])
  expect(scene.doors.filter(({ access }) => access === null)).toEqual([])
  expect(new Set(scene.doors.map(({ access }) => access))).toEqual(new Set(['anyone', 'trusted-peer', 'bearer']))
})

it('a route or a procedure that nobody has described is seen', () => {
  const unknown: readonly Door[] = [
    { listener: 'internal', method: 'GET', url: '/api/v1/orders/:orderId/notes', procedure: null, access: 'anyone' },
    { listener: 'public', method: 'GET', url: '/livez', procedure: null, access: 'anyone' },
    { listener: 'public', method: 'POST', url: '/trpc/:path', procedure: 'orders.cancel', access: 'bearer' },
  ]
  expect(undescribed(unknown)).toEqual(unknown.map(nameOf))
})

it('without the application’s filter and without the database’s lock, every door tells another tenant’s rows', async () => {
  await using scene = await setAccessScene()
  await removeFilter(scene)
  await openTheTables(scene)
  const foreign = cases.filter(({ name }) => name.startsWith('another tenant’s order by'))
  const doors = scene.doors.filter(isOrderDoor).filter(({ method }) => method !== 'HEAD')
  for (const door of doors) {
    const { faults } = await runMatrix(scene, [door], foreign)
    expect(faults.filter((fault) => fault.includes(': told '))).not.toEqual([])
  }
  const outsiders = ['own tenant, by a member of another one', 'a key that was given another tenant']
  for (const outsider of outsiders) {
    const { faults } = await runMatrix(
      scene,
      doors,
      cases.filter(({ name }) => name === outsider),
    )
    expect(faults.filter((fault) => fault.includes('answered 200')).length).toBeGreaterThan(2)
  }
})
