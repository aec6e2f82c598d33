import { execFile } from 'node:child_process'
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import { plainEnvironment, runProgram } from './run-program.ts'

const consumers = join(import.meta.dirname, '../../../../packages/sdk/consumers')

/** A project of packages/sdk/consumers in a folder of its own, with the packed SDK installed. */
export interface ConsumerProject extends AsyncDisposable {
  readonly folder: string
  /** Runs a program there, for two minutes at most. Returns its stdout; throws with its output when it fails. */
  run(file: string, ...args: readonly string[]): Promise<string>
  /** Runs a program of its `node_modules/.bin`. */
  tool(name: string, ...args: readonly string[]): Promise<string>
}

/** Copies a project and installs it with npm, as a user outside this workspace does. */
export async function installConsumer(name: string): Promise<ConsumerProject> {
  const parent = await mkdtemp(join(tmpdir(), 'orderport-consumer-'))
  const folder = join(parent, name)
  const run = async (file: string, ...args: readonly string[]): Promise<string> => {
    const running = promisify(execFile)(file, args, { cwd: folder, env: plainEnvironment(), timeout: 120_000 })
    const { stdout } = await running.catch((error: Error & { stdout?: string }) => {
      throw new Error(`${file} ${args.join(' ')} in ${name}: ${error.message}\n${error.stdout}`, { cause: error })
    })
    return stdout
  }
  await cp(join(consumers, name), folder, { recursive: true, filter: (from) => basename(from) !== 'node_modules' })
  await copyFile(inject('sdkTarball'), join(parent, 'orderport-sdk.tgz'))
  await runProgram({ file: 'npm', args: ['ci', '--prefer-offline', '--no-audit', '--no-fund'], cwd: folder })
  return {
    folder,
    run,
    tool: (tool, ...args) => run(join(folder, 'node_modules/.bin', tool), ...args),
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true }),
  }
}
