import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { plainEnvironment, runProgram } from './run-program.ts'

const folder = join(import.meta.dirname, '../../../../examples/nextjs-bff')
const next = join(folder, 'node_modules/next/dist/bin/next')

/** Installs the example's dependencies and the packed SDK, unless they are installed already, and builds it. */
export async function buildNextApp(sdkTarball: string): Promise<void> {
  const fingerprint = createHash('sha256')
  for (const file of [join(folder, 'package-lock.json'), sdkTarball]) fingerprint.update(readFileSync(file))
  const installed = fingerprint.digest('hex')
  const stamp = join(folder, 'node_modules/.installed')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== installed) {
    const quietly = ['--prefer-offline', '--no-audit', '--no-fund']
    await runProgram({ file: 'npm', args: ['ci', ...quietly], cwd: folder })
    await runProgram({ file: 'npm', args: ['install', '--no-save', ...quietly, sdkTarball], cwd: folder })
    writeFileSync(stamp, installed)
  }
  await runProgram({ file: process.execPath, args: [next, 'build'], cwd: folder })
}

export interface NextApp extends AsyncDisposable {
  readonly address: string
}

/** Starts the built example on a free port, in front of the given service. */
export async function startNextApp(orderportUrl: string): Promise<NextApp> {
  const child = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', '0'], {
    cwd: folder,
    env: { ...plainEnvironment(), ORDERPORT_URL: orderportUrl },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  const listening = Promise.withResolvers<string>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const address = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(line)?.[0]
    if (address !== undefined) listening.resolve(address)
  })
  const address = await Promise.race([
    listening.promise,
    exited.then(([code]: unknown[]) => {
      throw new Error(`next start ended with ${String(code)} before it listened`)
    }),
  ])
  return {
    address,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
