import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleOrders } from '@orderport/amazon-simulator'
import { installConsumer, type ConsumerProject } from './testing/consumer-project.ts'
import { plainEnvironment, runProgram } from './testing/run-program.ts'

const workspace = join(import.meta.dirname, '../../..')
const tsc = join(workspace, 'node_modules/typescript/bin/tsc')
const nodeTypes = join(workspace, 'node_modules/@types/node')

let checks: ConsumerProject

beforeAll(async () => {
  checks = await installConsumer('package-checks')
})

afterAll(() => checks[Symbol.asyncDispose]())

/** Packs a simulator as for publishing, and installs it with npm into an empty folder. */
async function installSimulator(name: string) {
  const folder = await mkdtemp(join(tmpdir(), 'orderport-simulator-'))
  const tarball = join(folder, 'simulator.tgz')
  await runProgram({ file: 'pnpm', args: ['pack', '--out', tarball], cwd: join(workspace, 'packages', name) })
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball]
  await runProgram({ file: 'npm', args, cwd: folder })
  const readme = await readFile(join(folder, 'node_modules/@orderport', name, 'README.md'), 'utf8')
  return { folder, tarball, readme, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

/** Runs an installed command until its first line says where it runs; `pressControlC` returns its exit code. */
async function startCommand(folder: string, name: string) {
  const child = spawn(join(folder, 'node_modules/.bin', name), ['--port', '0'], {
    cwd: folder,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  })
  const exited = once(child, 'exit')
  const said: unknown[] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), exited])
  const address = /runs at (\S+)\. Ctrl-C stops it/.exec(String(said[0]))?.[1]
  if (address === undefined) throw new Error(`${name} said ${String(said[0])}`)
  const pressControlC = async (): Promise<unknown> => {
    child.kill('SIGINT')
    return (await exited)[0]
  }
  return { address, pressControlC }
}

/** Compiles the README's example as a stranger would, runs it, and returns what it prints. */
async function runExample(folder: string, readme: string): Promise<string> {
  const [, example] = /^```ts\n([\s\S]*?)^```$/m.exec(readme) ?? []
  if (example === undefined) throw new Error('the README has no example')
  await writeFile(join(folder, 'example.ts'), example)
  const language = ['--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024,esnext.disposable']
  const args = [tsc, '--strict', '--skipLibCheck', ...language, '--types', nodeTypes, 'example.ts']
  await runProgram({ file: process.execPath, args, cwd: folder })
  const options = { cwd: folder, env: plainEnvironment(), timeout: 60_000 }
  return (await promisify(execFile)(process.execPath, ['example.js'], options)).stdout.trim()
}

describe.each([
  { name: 'amazon-simulator', path: '/auth/o2/token', status: 400, example: '503 0 /auth/o2/token' },
  { name: 'vault-simulator', path: '/v1/sys/health', status: 200, example: '200 1 /v1/auth/approle/login' },
])('the packed $name', ({ name, path, status, example }) => {
  it('installs in an empty folder, runs until Ctrl-C, and works as its README says', async () => {
    await using installed = await installSimulator(name)
    const command = await startCommand(installed.folder, name)
    expect((await fetch(command.address + path)).status).toBe(status)
    expect(await command.pressControlC()).toBe(0)
    expect(await runExample(installed.folder, installed.readme)).toBe(example)
    expect(await checks.tool('publint', '--strict', installed.tarball)).toContain('All good!')
    const report = await checks.tool('attw', installed.tarball, '--profile', 'esm-only', '--format', 'ascii')
    expect(report).toContain('node16 (from ESM): 🟢')
  })
})

it('the Amazon simulator’s README lists every sample order', async () => {
  const readme = await readFile(join(workspace, 'packages/amazon-simulator/README.md'), 'utf8')
  const listed = [...readme.matchAll(/^\| (\w{3}-\d{7}-\d{7}) \|/gm)].map(([, reference]) => reference)
  expect(listed).toEqual(sampleOrders().map(({ orderId }) => orderId))
})
