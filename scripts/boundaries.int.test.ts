import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from './testing/temporary-folder.ts'

const root = resolve(import.meta.dirname, '..')
const copied = [
  'apps',
  'bench',
  'deploy',
  'drill',
  'packages',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'turbo.json',
  '.oxlintrc.json',
]
const excluded = new Set(['node_modules', '.turbo', 'generated', 'dist'])

/** A copy of the workspace in which violations are planted, one at a time. */
const copy = temporaryFolder()

beforeAll(() => {
  for (const name of copied) {
    const filter = (from: string) => !excluded.has(basename(from))
    cpSync(join(root, name), join(copy.path, name), { recursive: true, filter })
  }
  symlinkSync(join(root, 'node_modules'), join(copy.path, 'node_modules'))
  const config = join(copy.path, '.oxlintrc.json')
  writeFileSync(config, readFileSync(config, 'utf8').replace('"typeAware": true', '"typeAware": false'))
})

afterAll(() => copy[Symbol.dispose]())

/** Writes a file of the copy until the test ends; then the file is as before, or gone. */
function plant(name: string, text: string): Disposable {
  const file = join(copy.path, name)
  const before = readIfThere(file)
  writeFileSync(file, text)
  return { [Symbol.dispose]: () => (before === null ? rmSync(file) : writeFileSync(file, before)) }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** Runs a tool of the workspace in the copy; returns its exit code and its output. */
function run([tool = '', ...args]: readonly string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: copy.path,
    encoding: 'utf8',
    timeout: 25_000,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
  })
  return { code: status, output: stdout + stderr }
}

const boundaries = ['turbo/bin/turbo', 'boundaries', '--no-color']
const lint = (source: string) => ['oxlint/bin/oxlint', '--quiet', source]

describe('the workspace as it is', () => {
  it('keeps its boundaries, and the check covers every package', () => {
    const { code, output } = run(boundaries)
    expect(output).toMatch(/Checked [1-9]\d* files in ([89]|\d\d) packages, no issues found/)
    expect(code).toBe(0)
  })
})

describe('an import that runs the wrong way', () => {
  it.each([
    { into: 'packages/domain', of: '@orderport/db' },
    { into: 'packages/domain', of: '@orderport/api' },
    { into: 'packages/api', of: '@orderport/amazon' },
    { into: 'packages/api', of: '@orderport/server' },
    { into: 'packages/amazon', of: '@orderport/vault' },
    { into: 'packages/amazon-simulator', of: '@orderport/domain' },
    { into: 'packages/vault-simulator', of: '@orderport/amazon-simulator' },
    { into: 'apps/server', of: '@orderport/local' },
    { into: 'packages/sdk', of: '@orderport/api' },
    { into: 'packages/sdk', of: '@orderport/domain' },
    { into: 'packages/api', of: '@orderport/sdk' },
    { into: 'apps/server', of: '@orderport/sdk-generator' },
    { into: 'apps/sdk-generator', of: '@orderport/server' },
  ])('from $into to $of breaks the boundaries', ({ into, of }) => {
    using planted = new DisposableStack()
    const manifest = join(into, 'package.json')
    // Declared as a dependency, so that only the direction is wrong.
    planted.use(plant(manifest, withDependency(readFileSync(join(root, manifest), 'utf8'), of)))
    planted.use(plant(join(into, 'src/planted.ts'), `export * from '${of}'\n`))
    const { code, output } = run(boundaries)
    expect(output).toContain(`Package \`${of}\` found with tag listed in denylist`)
    expect(code).not.toBe(0)
  })

  it.each([
    {
      source: 'apps/server/src',
      planted: "export * from '@orderport/amazon-simulator'",
      message: 'Only tests, bench and the local profile use the simulators',
    },
    {
      source: 'packages/db/src/orders',
      planted: "import { Pool } from 'pg'\nexport const pool = new Pool()",
      message: 'Stores reach the database through withTenant alone',
    },
    {
      source: 'packages/db/src/orders',
      planted: "import { PrismaClient } from '../generated/client.ts'\nexport const client = PrismaClient",
      message: 'Stores reach the database through withTenant alone',
    },
  ])('$planted in $source breaks a lint rule', ({ source, planted, message }) => {
    expect(run(lint(source))).toMatchObject({ code: 0 })
    using violation = new DisposableStack()
    violation.use(plant(join(source, 'planted.ts'), `${planted}\n`))
    const { code, output } = run(lint(source))
    expect(output).toContain(message)
    expect(code).not.toBe(0)
  })
})

function withDependency(manifest: string, name: string): string {
  const parsed: object = JSON.parse(manifest)
  const dependencies = 'dependencies' in parsed ? Object(parsed.dependencies) : {}
  return JSON.stringify({ ...parsed, dependencies: { ...dependencies, [name]: 'workspace:*' } })
}
