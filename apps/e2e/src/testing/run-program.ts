import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Our own environment without the test runner's NODE_ENV and options. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV: _mode, NODE_OPTIONS: _options, VITEST: _vitest, ...environment } = process.env
  return { ...environment, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', CI: '1' }
}

/** Runs a program to its end, for two minutes at most. Throws with its output when it fails. */
export async function runProgram({ file, args, cwd, env = {} }: Program): Promise<void> {
  const output: Buffer[] = []
  const child = spawn(file, args, {
    cwd,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  await once(child, 'close')
  if (child.exitCode === 0) return
  const outcome = child.exitCode === null ? (child.signalCode ?? 'no exit') : `exit code ${child.exitCode}`
  throw new Error(`${file} ${args.join(' ')}: ${outcome}\n${Buffer.concat(output).toString()}`)
}
