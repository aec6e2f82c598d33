import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './testing/temporary-folder.ts'

const root = resolve(import.meta.dirname, '..')
const copied = [
  'apps',
  'bench',
  'packages',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'turbo.json',
  '.oxlintrc.json',
]
const left = new Set(['node_modules', '.turbo', 'generated', 'dist'])

/** The workspace in a folder of its own, so that a violation can be planted. */
function copyWorkspace(folder: string): void {
  for (const name of copied) {
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: (from) => !left.has(basename(from)) })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}

/** Makes a package import another one, declared as it should be: only the direction is wrong. */
function plantImport(folder: string, { into, of }: { into: string; of: string }): void {
  const manifest = join(folder, into, 'package.json')
  const text = readFileSync(manifest, 'utf8')
  writeFileSync(manifest, text.replace('"dependencies": {', `"dependencies": { "${of}": "workspace:*",`))
  writeFileSync(join(folder, into, 'src/planted.ts'), `export * from '${of}'\n`)
}

/** Runs a tool of the workspace in the copy; gives its exit code and all that it said. */
function run(folder: string, [tool = '', ...args]: readonly string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 25_000,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
  })
  return { code: status, output: stdout + stderr }
}

const boundaries = ['turbo/bin/turbo', 'boundaries', '--no-color']
const lint = (source: string) => ['oxlint/bin/oxlint', '--quiet', source]

describe('the workspace as it is', () => {
  it('keeps its boundaries, and the check sees every package', () => {
    using folder = temporaryFolder()
    copyWorkspace(folder.path)
    const { code, output } = run(folder.path, boundaries)
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
    using folder = temporaryFolder()
    copyWorkspace(folder.path)
    plantImport(folder.path, { into, of })
    const { code, output } = run(folder.path, boundaries)
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
    using folder = temporaryFolder()
    copyWorkspace(folder.path)
    const config = join(folder.path, '.oxlintrc.json')
    writeFileSync(config, readFileSync(config, 'utf8').replace('"typeAware": true', '"typeAware": false'))
    expect(run(folder.path, lint(source))).toMatchObject({ code: 0 })
    writeFileSync(join(folder.path, source, 'planted.ts'), `${planted}\n`)
    const { code, output } = run(folder.path, lint(source))
    expect(output).toContain(message)
    expect(code).not.toBe(0)
  })
})
