import { AdministrationError } from '@orderport/db'
import { DomainError } from '@orderport/domain'
import { CommanderError } from 'commander'
import { StartError } from '../config/startup-error.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { UsageError } from './usage-error.ts'

/** How a command that did not work ends, and what is said about it: English lines without secrets or a person's data. */
export interface Failure {
  readonly code: ExitCode
  readonly lines: readonly string[]
}

export function explainFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { code: exitCodes.usage, lines: error.faults }
  if (error instanceof CommanderError) return explainUsage(error)
  if (error instanceof StartError) return { code: exitCodes.failed, lines: error.faults }
  if (error instanceof AdministrationError) {
    return { code: error.fault === 'not_found' ? exitCodes.notFound : exitCodes.failed, lines: [error.message] }
  }
  if (DomainError.is(error) && error.code === 'DATABASE_UNAVAILABLE') {
    return { code: exitCodes.failed, lines: [`The database can’t be reached: ${reason(error.cause)}.`] }
  }
  return { code: exitCodes.failed, lines: [firstLine(error)] }
}

/** A wrong password, database or certificate is told by the database or its driver in one line. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return line
}

function reason(cause: unknown): string {
  const line = firstLine(cause)
  // A name with several addresses fails in an error without a text of its own.
  if (line === '' && cause instanceof AggregateError) return reason(cause.errors[0])
  return line === '' ? 'it did not answer' : line
}

/** Commander's own words repeat what was typed, which may be a key or an address; its suggestions are ours. */
function explainUsage({ code, message }: CommanderError): Failure {
  switch (code) {
    case 'commander.helpDisplayed':
      return { code: exitCodes.ok, lines: [] }
    case 'commander.help':
      return { code: exitCodes.usage, lines: [] }
    case 'commander.unknownCommand':
      return { code: exitCodes.usage, lines: [`There is no such command${suggestion(message)}; see --help.`] }
    case 'commander.unknownOption':
      return { code: exitCodes.usage, lines: [`There is no such option${suggestion(message)}; see --help.`] }
    case 'commander.excessArguments':
      return { code: exitCodes.usage, lines: ['There are too many arguments; see --help.'] }
    case 'commander.missingArgument':
    case 'commander.optionMissingArgument':
      return { code: exitCodes.usage, lines: [`${message.replace(/^error: /, '')}; see --help.`] }
    default:
      return { code: exitCodes.usage, lines: ['The command line can’t be understood; see --help.'] }
  }
}

function suggestion(message: string): string {
  const [, words] = /\((Did you mean [^)]*\?)\)/.exec(message) ?? []
  return words === undefined ? '' : ` (${words})`
}
