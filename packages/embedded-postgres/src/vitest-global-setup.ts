import type { TestProject } from 'vitest/node'
import { databaseFolder } from './test-databases/database-folder.ts'
import { startTemporaryServer } from './test-databases/temporary-server.ts'
import { openTestServer } from './test-databases/test-server.ts'

/** Provides one PostgreSQL server to the whole run: that of TEST_DATABASE_URL, or an embedded one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using resources = new AsyncDisposableStack()
  const givenUrl: string | undefined = project.getProvidedContext().testDatabaseUrl
  const superuserUrl = givenUrl ?? resources.use(await startTemporaryServer(await databaseFolder())).superuserUrl
  const { server } = resources.use(await openTestServer(superuserUrl))
  project.provide('testServer', server)
  const kept = resources.move()
  return () => kept.disposeAsync()
}
