import { expect, it } from 'vitest'
import { importFixture, importId, later, referenceOf, referencesImport, start } from '../testing/import-fixture.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

it('imports of all tenants are counted by state, with what became of their orders, and no row is shown', async () => {
  await using fixture = await importFixture()
  const { database } = fixture
  const { imports } = database
  expect(await database.countImports()).toEqual([])
  for (const tenant of [tenantA, tenantB]) {
    await imports.create(tenant, referencesImport([referenceOf(1), referenceOf(2), referenceOf(3)]))
    await imports.begin(tenant, importId, start)
    await imports.finishItem(tenant, importId, referenceOf(1), { state: 'stored' }, later)
    await imports.finishItem(tenant, importId, referenceOf(2), { state: 'failed', error: 'UPSTREAM_ERROR' }, later)
  }
  await imports.create(tenantB, referencesImport([referenceOf(4)], { id: 'imp-2' }))
  expect(await database.countImports()).toEqual([
    { state: 'queued', number: 1, stored: 0, unchanged: 0, failed: 0 },
    { state: 'running', number: 2, stored: 2, unchanged: 0, failed: 2 },
  ])
  const open = await fixture.sql(
    `SELECT FROM pg_proc, aclexplode(proacl) AS acl WHERE proname = 'count_imports' AND acl.grantee = 0`,
  )
  expect(open).toEqual([])
})
