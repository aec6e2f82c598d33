import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** What a program needs of our own environment: neither the test runner's NODE_ENV nor its options. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV: _mode, NODE_OPTIONS: _options, VITEST: _vitest, ...environment } = process.env
  return { ...environment, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', CI: '1' }
}

/** Runs a program to its end, for two minutes at most. Throws with all that it said when it fails. */
export async function runProgram({ file, args, cwd, env = {} }: Program): Promise<void> {
  const said: Buffer[] = []
  const child = spawn(file, args, {
    cwd,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk))
  await once(child, 'close')
  if (child.exitCode === 0) return
  const outcome = child.exitCode === null ? (child.signalCode ?? 'no exit') : `exit code ${child.exitCode}`
  throw new Error(`${file} ${args.join(' ')}: ${outcome}\n${Buffer.concat(said).toString()}`)
}
