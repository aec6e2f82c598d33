import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const index = pathToFileURL(join(import.meta.dirname, '../index.ts')).href

/**
 * Runs the statements after `import * as db` in a process of their own. Returns the modules of Prisma and pg-boss that
 * it loads.
 */
async function heavyModulesOf(statements: string): Promise<readonly string[]> {
  const program = `
    import { registerHooks } from 'node:module'
    registerHooks({
      load(url, context, next) {
        if (/@prisma|generated|pg-boss.dist/.test(url)) console.log(url)
        return next(url, context)
      },
    })
    const db = await import(${JSON.stringify(index)})
    ${statements}`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
  return stdout.split('\n').filter((line) => line !== '')
}

const unreachable = 'postgres://nobody@127.0.0.1:1/none'

it('the service loads neither Prisma’s client nor, before its first job, pg-boss', async () => {
  const serving = `
    await using database = db.createDatabase({ url: '${unreachable}' })
    await database.status().catch(() => undefined)
    db.createAdministration({ adminUrl: '${unreachable}', requestId: 'run-1' })`
  expect(await heavyModulesOf(serving)).toEqual([])
})

it('an operator’s command loads Prisma’s client', async () => {
  const command = `
    await using administration = db.createAdministration({ adminUrl: '${unreachable}', requestId: 'run-1' })
    await administration.tenants.list().catch(() => undefined)`
  const modules = await heavyModulesOf(command)
  expect(modules).toContainEqual(expect.stringContaining('generated/client.ts'))
  expect(modules).toContainEqual(expect.stringContaining('@prisma/client/runtime'))
})

it('the first job loads pg-boss', async () => {
  const enqueuing = `
    await using database = db.createDatabase({ url: '${unreachable}' })
    await database.jobs.enqueue({ kind: 'sweep', tenantId: 't', channel: 'amazon' }).catch(() => undefined)`
  expect(await heavyModulesOf(enqueuing)).toContainEqual(expect.stringContaining('pg-boss'))
})
