import { Command } from 'commander'
import type { z } from 'zod'
import type { Table } from './format-table.ts'
import type { Tools } from './tools.ts'
import { UsageError } from './usage-error.ts'

/** What a command gives. */
interface Outcome {
  /** With --json: on standard output. */
  readonly json: unknown
  /** Without: on standard output, a table or one line. */
  readonly text?: Table | string
  /** Without: what was done, on standard error. */
  readonly note?: string
}

export interface CommandSpec<Input> {
  /** The name and its arguments, such as `add <tenant>`. */
  readonly usage: string
  readonly summary: string
  /** Flags and what they mean. */
  readonly options?: readonly (readonly [flags: string, meaning: string])[]
  readonly examples: readonly string[]
  /** Parses arguments and options, by their names. */
  readonly input: z.ZodType<Input>
  readonly run: (input: Input, tools: Tools) => Promise<Outcome>
}

/** Runs a command with its tools and tells its outcome, as JSON or for people. */
export type Execute = (json: boolean, run: (tools: Tools) => Promise<Outcome>) => Promise<void>

/** A command that is still to be told how it is executed. */
export type CommandDefinition = (execute: Execute) => Command

/** A command of the command line; it throws UsageError for input that is not what it takes. */
export function defineCommand<Input>(spec: CommandSpec<Input>): CommandDefinition {
  return (execute) => {
    const command = new Command().description(spec.summary)
    const [name = '', ...parameters] = spec.usage.split(' ')
    command.name(name)
    for (const parameter of parameters) command.argument(parameter)
    for (const [flags, meaning] of spec.options ?? []) command.option(flags, meaning)
    command.option('--json', 'print JSON, for scripts')
    command.addHelpText(
      'after',
      `\nExamples:\n${spec.examples.map((line) => `  npm run orderport -- ${line}\n`).join('')}`,
    )
    command.action(async () => {
      const { json, ...options } = command.opts<Record<string, unknown>>()
      const given = command.registeredArguments.map((parameter, index) => [parameter.name(), command.args[index]])
      const input = parseInput(spec.input, { arguments: Object.fromEntries(given), options })
      await execute(json === true, (tools) => spec.run(input, tools))
    })
    return command
  }
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
      const name = path.join('.')
      const label = Object.hasOwn(given.arguments, name) ? name : `--${name}`
      return Object.hasOwn(raw, name) ? `${label} ${message}` : `${label} is missing`
    }),
  )
}
