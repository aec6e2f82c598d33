import { tenantIdSchema } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { createAdministration, type Administration } from '../administration/administration.ts'
import { migratedDatabase } from './migrated-database.ts'

export const lyon = tenantIdSchema.parse('boutique-lyon')
export const kiel = tenantIdSchema.parse('laden-kiel')

export interface AdministeredDatabase extends AsyncDisposable {
  readonly database: TestDatabase
  readonly administration: Administration
  /** Returns the operators' audit of all tenants, oldest first: `tenant action subject`. */
  trail(): Promise<readonly string[]>
}

/**
 * Returns a migrated database with the tenants `lyon` and `kiel`, and its administration as the owner or a superuser.
 */
export async function administeredDatabase(login: 'owner' | 'superuser' = 'owner'): Promise<AdministeredDatabase> {
  await using opened = new AsyncDisposableStack()
  const database = opened.use(await migratedDatabase())
  await database.superuserQuery(`INSERT INTO tenants (id) VALUES ('${lyon}'), ('${kiel}')`)
  const adminUrl = login === 'owner' ? database.ownerUrl : database.superuserUrl
  const administration = opened.use(createAdministration({ adminUrl, requestId: 'run-1' }))
  const owned = opened.move()
  return {
    database,
    administration,
    async trail() {
      const rows = await database.superuserQuery(
        `SELECT concat_ws(' ', tenant_id, action, subject) AS line FROM audit_event
         WHERE (actor, method, outcome, request_id) = ('operator', 'operator', 'ok', 'run-1') ORDER BY id`,
      )
      return rows.map((row) => String(row['line']))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
