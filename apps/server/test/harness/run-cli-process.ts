import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { childEnvironment } from './child-environment.ts'

const program = join(import.meta.dirname, '../../src/cli.ts')
const timeoutMs = 20_000

/** The outcome of a command: its exit code and its output. */
export interface CliRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs an operator's command in a process of its own without a terminal, as `npm run orderport -- …` does. */
export async function runCliProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CliRun> {
  const child = spawn(process.execPath, [program, ...args], {
    env: childEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, stdout, stderr }
}
