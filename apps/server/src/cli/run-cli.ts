import { setTimeout as sleep } from 'node:timers/promises'
import { createAdministration, migrate } from '@orderport/db'
import { loadAdminUrl } from '../config/config.ts'
import type { CommandDeps, Execute } from './define-command.ts'
import { exitCodes, explainFailure, UsageError, type ExitCode } from './explain-failure.ts'
import { formatTable } from './format-table.ts'
import { upstreamOpener } from './open-upstream.ts'
import { importsOpener } from './imports/open-imports.ts'
import { buildProgram } from './program.ts'
import { createProgress } from './progress.ts'
import { inputReader } from './read-input.ts'
import type { Terminal } from './terminal.ts'

export interface CliOptions {
  /** What follows the name of the program. */
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  readonly now: () => Date
  readonly randomBytes: CommandDeps['randomBytes']
  /** Identifies this run in the audit. */
  readonly runId: string
}

/** Runs one of the operators' commands and prints its outcome or failure. Returns the process's exit code. */
export async function runCli(options: CliOptions): Promise<ExitCode> {
  const { args, environment, terminal, now, randomBytes, runId } = options

  const confirm = async (question: string) => {
    if (!terminal.interactive) throw new UsageError(['--yes is needed where nobody can be asked'])
    return await terminal.ask(question)
  }
  let failed = false
  const execute: Execute = async (json, run) => {
    const adminUrl = loadAdminUrl(environment)
    await using administration = createAdministration({ adminUrl, requestId: runId })
    const outcome = await run({
      administration,
      migrate: (keepAccess) => migrate({ adminUrl, keepAccess, log: (line) => progress(`${line}\n`) }),
      now,
      randomBytes,
      openUpstream: upstreamOpener(environment, adminUrl),
      readInput: inputReader(terminal, environment),
      openImports: importsOpener(environment, { now, runId }),
      wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
      progress: createProgress(terminal, now),
      confirm,
    })
    failed = outcome.failed === true
    if (json) {
      terminal.out(`${JSON.stringify(outcome.json, null, 2)}\n`)
      return
    }
    const { text, note } = outcome
    if (text !== undefined) terminal.out(typeof text === 'string' ? `${text}\n` : formatTable(text))
    if (typeof text === 'object' && text.rows.length === 0) terminal.err('orderport: there are none\n')
    if (note !== undefined) terminal.err(`orderport: ${note}\n`)

    function progress(line: string): void {
      if (json) terminal.err(line)
      else terminal.out(line)
    }
  }

  try {
    await buildProgram(execute, terminal).parseAsync(args, { from: 'user' })
    return failed ? exitCodes.failed : exitCodes.ok
  } catch (error) {
    const { code, lines } = explainFailure(error)
    for (const line of lines) terminal.err(`orderport: ${line}\n`)
    return code
  }
}
