import type { Administration, MigrationReport } from '@orderport/db'
import type { UpstreamAttempt } from '@orderport/amazon'
import type { MarketplaceConnector } from '@orderport/domain'
import type { VaultCredentialStore } from '@orderport/vault'
import { Command } from 'commander'
import type { z } from 'zod'
import { UsageError } from './explain-failure.ts'
import type { Table } from './format-table.ts'
import type { OpenImports } from './imports/open-imports.ts'
import type { Progress } from './progress.ts'

/** What the service uses to reach a marketplace, as the environment configures it. */
export interface Upstream extends Disposable {
  /** Null when no Vault is configured. */
  readonly credentials: VaultCredentialStore | null
  readonly connector: MarketplaceConnector
  /** The folder of the secrets in Vault, with its mount. */
  readonly secrets: string
  readonly timeoutMs: number
  readonly enforcesMembership: boolean
}

/** What a command works with. */
export interface CommandDeps {
  /** Connects on first use. */
  readonly administration: Administration
  /** Migrates the database and prints each step. The roles in `keepAccess` go on seeing every tenant's orders. */
  readonly migrate: (keepAccess: readonly string[]) => Promise<MigrationReport>
  readonly now: () => Date
  /** Returns that many unpredictable bytes. */
  readonly randomBytes: (size: number) => Uint8Array
  /** Returns what is in a file; `-` is standard input. Throws InputError. */
  readonly readInput: (file: string) => Promise<Uint8Array>
  /** Opens the way to a marketplace. Throws StartError for an environment with faults. */
  readonly openUpstream: (channel: string, onAttempt: (attempt: UpstreamAttempt) => void) => Promise<Upstream>
  /** Opens the tenants' imports, by the service's own role and environment. Throws StartError for its faults. */
  readonly openImports: OpenImports
  /** Waits; ends early when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly progress: Progress
  /** Asks the person at the terminal to confirm; throws UsageError when nobody is there. */
  readonly confirm: (question: string) => Promise<boolean>
}

/** What a command prints. */
export interface Outcome {
  /** With --json: on standard output. */
  readonly json: unknown
  /** Without --json: on standard output, a table or one line. */
  readonly text?: Table | string
  /** Without --json: what was done, on standard error. */
  readonly note?: string
  /** True if what was asked for turned out badly: the exit code is 1. */
  readonly failed?: boolean
}

/** A repeatable option's input is an array. */
type OptionSpec = readonly [flags: string, meaning: string, repeatable?: 'repeatable']

export interface CommandSpec<Input> {
  /** The name and its arguments, such as `add <tenant>`. */
  readonly usage: string
  readonly summary: string
  readonly options?: readonly OptionSpec[]
  /** What follows `npm run orderport -- `. */
  readonly examples: readonly string[]
  /** Runs when its group is named without a command. */
  readonly isDefault?: boolean
  /** Parses arguments and options by their names. */
  readonly input: z.ZodType<Input>
  readonly run: (input: Input, deps: CommandDeps) => Promise<Outcome>
}

/** Runs a command and prints its outcome, as JSON or for people. */
export type Execute = (json: boolean, run: (deps: CommandDeps) => Promise<Outcome>) => Promise<void>

/** A command that does not yet know how it is executed. */
export interface CommandDefinition {
  readonly isDefault: boolean
  readonly define: (execute: Execute) => Command
}

/** Returns a command of the command line. It throws UsageError for input that its schema refuses. */
export function defineCommand<Input>(spec: CommandSpec<Input>): CommandDefinition {
  const define = (execute: Execute): Command => {
    const command = new Command().description(spec.summary)
    const [name = '', ...parameters] = spec.usage.split(' ')
    command.name(name)
    for (const parameter of parameters) command.argument(parameter)
    for (const [flags, meaning, repeatable] of spec.options ?? []) {
      if (repeatable === undefined) command.option(flags, meaning)
      else command.option(flags, meaning, append)
    }
    command.option('--json', 'print JSON, for scripts')
    command.addHelpText(
      'after',
      `\nExamples:\n${spec.examples.map((line) => `  npm run orderport -- ${line}\n`).join('')}`,
    )
    command.action(async () => {
      const { json, ...options } = command.opts<Record<string, unknown>>()
      const given = command.registeredArguments.map((parameter, index) => [
        parameter.name(),
        parameter.variadic ? command.args.slice(index) : command.args[index],
      ])
      const input = parseInput(spec.input, { arguments: Object.fromEntries(given), options })
      await execute(json === true, (deps) => spec.run(input, deps))
    })
    return command
  }
  return { isDefault: spec.isDefault ?? false, define }
}

function append(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

interface Given {
  readonly arguments: Readonly<Record<string, unknown>>
  readonly options: Readonly<Record<string, unknown>>
}

function parseInput<Input>(schema: z.ZodType<Input>, given: Given): Input {
  const raw = { ...given.options, ...given.arguments }
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new UsageError(
    parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      const label = Object.hasOwn(given.arguments, name) ? name : optionOf(name)
      return Object.hasOwn(raw, name) ? `${label} ${message}` : `${label} is missing`
    }),
  )
}

/** Returns the option that Commander reads into the property: `--keep-access` for `keepAccess`. */
function optionOf(property: string): string {
  return `--${property.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
