import { AdministrationError, MigrationError } from '@orderport/db'
import { DomainError } from '@orderport/domain'
import { CommanderError } from 'commander'
import { StartError } from '../config/startup-error.ts'

/** The process's exit codes; every command's help lists them. */
export const exitCodes = {
  ok: 0,
  /** The database can't be reached, or what was asked is refused. */
  failed: 1,
  /** The command line is wrong; nothing was tried. */
  usage: 2,
  /** There is no such tenant, member, connection, key or import. */
  notFound: 3,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The command line is wrong. `faults` holds one English line for each fault, which never repeats what was typed. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

/** What is to be imported has faults. `faults` holds one English line for each, which never repeats a value. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(faults.join('\n'), options)
    this.faults = faults
  }
}

/** How a failed command ends, and what it prints: English lines without secrets or personal data. */
export interface Failure {
  readonly code: ExitCode
  readonly lines: readonly string[]
}

/** Returns the exit code and the lines for whatever a command threw. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { code: exitCodes.usage, lines: error.faults }
  if (error instanceof CommanderError) return explainUsage(error)
  if (error instanceof InputError) return explainInput(error)
  if (error instanceof StartError) return { code: exitCodes.failed, lines: error.faults }
  if (error instanceof AdministrationError) {
    return { code: error.fault === 'not_found' ? exitCodes.notFound : exitCodes.failed, lines: [error.message] }
  }
  if (error instanceof MigrationError) return { code: exitCodes.failed, lines: error.message.split('\n') }
  if (DomainError.is(error) && error.code === 'DATABASE_UNAVAILABLE') {
    return { code: exitCodes.failed, lines: [`The database can’t be reached: ${reasonFor(error.cause)}.`] }
  }
  if (DomainError.is(error) && error.code === 'IMPORT_NOT_FOUND') {
    return { code: exitCodes.notFound, lines: ['There is no such import.'] }
  }
  if (DomainError.is(error))
    return { code: exitCodes.failed, lines: [`${error.code}: ${error.detail ?? error.message}`] }
  return { code: exitCodes.failed, lines: [firstLine(error)] }
}

const mostFaults = 50

function explainInput({ faults }: InputError): Failure {
  const left = faults.length - mostFaults
  const lines = left > 0 ? [...faults.slice(0, mostFaults), `… and ${left} more`] : faults
  return { code: exitCodes.failed, lines: [...lines, 'Nothing was stored.'] }
}

/** For a wrong password, database or certificate, the first line of the driver's message says it all. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return line
}

function reasonFor(cause: unknown): string {
  const line = firstLine(cause)
  // Connecting to a name with several addresses fails with an AggregateError that has no message of its own.
  if (line === '' && cause instanceof AggregateError) return reasonFor(cause.errors[0])
  return line === '' ? 'it did not answer' : line
}

/** Commander's messages repeat what was typed, which may be a key or an address. Its suggestions name our commands. */
function explainUsage({ code, message }: CommanderError): Failure {
  switch (code) {
    case 'commander.helpDisplayed':
      return { code: exitCodes.ok, lines: [] }
    case 'commander.help':
      return { code: exitCodes.usage, lines: [] }
    case 'commander.unknownCommand':
      return { code: exitCodes.usage, lines: [`There is no such command${suggestionIn(message)}; see --help.`] }
    case 'commander.unknownOption':
      return { code: exitCodes.usage, lines: [`There is no such option${suggestionIn(message)}; see --help.`] }
    case 'commander.excessArguments':
      return { code: exitCodes.usage, lines: ['There are too many arguments; see --help.'] }
    case 'commander.missingArgument':
    case 'commander.optionMissingArgument':
      return { code: exitCodes.usage, lines: [`${message.replace(/^error: /, '')}; see --help.`] }
    default:
      return { code: exitCodes.usage, lines: ['The command line can’t be understood; see --help.'] }
  }
}

function suggestionIn(message: string): string {
  const [, words] = /\((Did you mean [^)]*\?)\)/.exec(message) ?? []
  return words === undefined ? '' : ` (${words})`
}
