import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from './testing/temporary-folder.ts'

const root = resolve(import.meta.dirname, '..')
const program = join(root, 'node_modules/squawk-cli/js/bin/squawk')

/** Checks files by our rules; returns what is said about them, one `rule` each. */
function rulesBrokenBy(...files: readonly string[]): readonly string[] {
  const args = [program, '--config', join(root, '.squawk.toml'), '--reporter', 'json', ...files]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 60_000 })
  if (!stdout.startsWith('[')) throw new Error(stderr)
  const found: readonly { readonly rule_name: string }[] = JSON.parse(stdout)
  return found.map(({ rule_name: rule }) => rule)
}

it.each([
  ['CREATE INDEX "slow" ON "orders" ("status");', 'require-concurrent-index-creation'],
  ['ALTER TABLE "orders" ALTER COLUMN "status" TYPE varchar(20);', 'changing-column-type'],
  ['ALTER TABLE "orders" ALTER COLUMN "status" SET NOT NULL;', 'adding-not-nullable-field'],
  ['ALTER TABLE "orders" DROP COLUMN "status";', 'ban-drop-column'],
  ['ALTER TABLE "orders" RENAME COLUMN "status" TO "state";', 'renaming-column'],
  ['ALTER TABLE "orders" ADD CONSTRAINT "c" CHECK ("status" <> \'\');', 'constraint-missing-not-valid'],
])('a migration that says %s is refused', (sql, rule) => {
  using folder = temporaryFolder()
  const migration = join(folder.path, '20990101000000_slow')
  mkdirSync(migration)
  writeFileSync(join(migration, 'migration.sql'), `${sql}\n`)
  expect(rulesBrokenBy(join(migration, 'migration.sql'))).toContain(rule)
})

it('every migration but those that landed before the check keeps the rules', () => {
  const files = globSync(join(root, 'prisma/migrations/*/migration.sql'))
  expect(files.length).toBeGreaterThan(15)
  expect(rulesBrokenBy(...files)).toEqual([])
})
