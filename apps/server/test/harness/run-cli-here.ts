import { randomBytes } from 'node:crypto'
import { runCli } from '../../src/cli/run-cli.ts'
import type { CliRun } from './run-cli-process.ts'

/** Runs an operator's command in this process, which is quicker than one of its own. `input` is standard input. */
export async function runCliHere(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input: string | Uint8Array = '',
): Promise<CliRun> {
  const said = { stdout: '', stderr: '' }
  const code = await runCli({
    args,
    environment,
    terminal: {
      out: (text) => void (said.stdout += text),
      err: (text) => void (said.stderr += text),
      interactive: false,
      columns: 80,
      interruption: () => ({ signal: new AbortController().signal, [Symbol.dispose]: () => undefined }),
      ask: () => Promise.resolve(false),
      read: () => Promise.resolve(typeof input === 'string' ? new TextEncoder().encode(input) : input),
    },
    now: () => new Date(),
    randomBytes: (size) => randomBytes(size),
    runId: 'run-here',
  })
  return { code, ...said }
}
