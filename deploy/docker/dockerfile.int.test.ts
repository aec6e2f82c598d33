import { migratedDatabase } from '@orderport/db/testing'
import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { runProgram, startService } from '../testing/run-program.ts'
import { jsonWords, readDockerfile } from './read-dockerfile.ts'
import { runStages } from './run-stages.ts'

// The build installs what it needs.
vi.setConfig({ testTimeout: 300_000 })

const folder = join(import.meta.dirname, '..')
const root = join(folder, '..')
const dockerfile = join(folder, 'Dockerfile')
const stages = readDockerfile(readFileSync(dockerfile, 'utf8'))
const [build, service] = stages

/** The instruction of the image that is run; throws if it isn't there exactly once. */
function instructionOf(name: string) {
  const [found, ...others] = service?.instructions.filter((instruction) => instruction.name === name) ?? []
  if (found === undefined || others.length > 0) throw new Error(`The image needs one ${name}.`)
  return found
}

const lint = (file: string) =>
  runProgram({
    file: join(folder, 'node_modules/.bin/dockerlinter'),
    args: ['-f', file, '-s', 'none', '-e'],
    cwd: root,
  })

it('has nothing that the linter objects to', async () => {
  expect(await lint(dockerfile)).toEqual({ code: 0, stdout: '', stderr: '' })
})

it('the linter objects to a Dockerfile that deserves it', async () => {
  await using scratch = await temporaryFolder()
  const bad = join(scratch.path, 'Dockerfile')
  await writeFile(bad, 'FROM node:latest\nRUN sudo apt-get install curl\n')
  expect(await lint(bad)).toMatchObject({ code: 1, stdout: expect.stringContaining('Using latest') })
})

it('builds and runs on one Node.js, of an exact version', () => {
  expect(stages).toHaveLength(2)
  expect(build?.image).toMatch(/^node:24\.\d+\.\d+-bookworm-slim(?:@sha256:[0-9a-f]{64})?$/)
  expect(service?.image).toBe(build?.image)
})

it('runs as a user that is not root, with the flags of V8', () => {
  expect(instructionOf('USER').rest).toBe('1000:1000')
  const flags: unknown = JSON.parse(readFileSync(join(root, 'apps/server/node-flags.json'), 'utf8'))
  expect(flags).toEqual(jsonWords(instructionOf('ENTRYPOINT')).slice(1, -1))
})

it('its steps make a folder that serves as another user, and is smaller than 250 MB', async () => {
  await using scratch = await temporaryFolder()
  await using database = await migratedDatabase()
  const image = await runStages(stages, {
    context: root,
    ignoreFile: `${dockerfile}.dockerignore`,
    folder: scratch.path,
    // The machine's settings for its registry; and packages that this checkout has already are not fetched again.
    variables: { ...process.env, pnpm_config_store_dir: join(root, '.orderport/pnpm-store') },
  })
  const checkout = join(scratch.path, 'build/build')
  expect(existsSync(join(checkout, 'node_modules'))).toBe(false)
  expect(await sizeOf(checkout)).toBeLessThan(250_000_000)
  expect(
    await runProgram({
      file: process.execPath,
      args: ['scripts/orderport.mjs', 'migrate'],
      cwd: checkout,
      variables: { DATABASE_ADMIN_URL: database.ownerUrl },
    }),
  ).toEqual({ code: 0, stdout: 'The database is up to date.\n', stderr: '' })
  expect(await readdir(image)).toEqual(['app'])
  const bytes = await sizeOf(image)
  process.stdout.write(`the image adds ${(bytes / 1_000_000).toFixed(1)} MB to Node's\n`)
  expect(bytes).toBeLessThan(250_000_000)

  const [program = '', ...args] = jsonWords(instructionOf('ENTRYPOINT'))
  expect(program).toBe('node')
  // A copy: another user may not be able to enter the folder of ours.
  const node = join(scratch.path, 'node')
  await copyFile(process.execPath, node)
  const app = join(image, 'app')
  await using running = await startService({
    file: node,
    args: args.map((arg) => arg.replace(/^\/app\//, `${app}/`)),
    cwd: app,
    variables: { DATABASE_URL: database.runtimeUrl, PORT: '0' },
    ...(process.getuid?.() === 0 ? { user: 1000 } : {}),
  })
  expect((await fetch(`${running.address}/readyz`)).status).toBe(200)
  expect(await running.stop()).toBe(0)
  if (process.getuid?.() === 0) expect(await readdir(app)).not.toContain('.cache')
})

async function sizeOf(parent: string): Promise<number> {
  const entries = await readdir(parent, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
