import { Command, InvalidArgumentError } from 'commander'

export type Quota = number | 'off'

export interface CommandOptions {
  readonly host: string
  readonly port: number
  /** A factor for Amazon's published usage plans. */
  readonly quota: Quota
  readonly latency: number
}

const closing = `
The simulator keeps everything in memory and protects nothing: don't expose it to a network that others can reach.
`

/**
 * Returns the options of a command line, with their defaults.
 * Throws a CommanderError, after its message has gone to `err`, for a wrong command line, and for `--help`.
 */
export function parseOptions(
  args: readonly string[],
  out: (text: string) => void,
  err: (text: string) => void,
): CommandOptions {
  const command = new Command('amazon-simulator')
    .description("Starts a simulated Amazon: Login with Amazon and the Selling Partner API's orders, with sample data.")
    .option('--port <port>', 'the port to listen on; 0 takes any free one', parsePort, 9001)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--quota <factor>', "a factor for Amazon's published usage plans, or off", parseQuota, 1)
    .option('--latency <ms>', 'milliseconds that every answer takes', parseMilliseconds, 0)
    .addHelpText('after', closing)
    .showHelpAfterError('See --help.')
    .configureOutput({ writeOut: out, writeErr: err })
    .exitOverride()
  return command.parse([...args], { from: 'user' }).opts<CommandOptions>()
}

function parsePort(text: string): number {
  const port = parseMilliseconds(text)
  if (port > 65_535) throw new InvalidArgumentError('A port is at most 65535.')
  return port
}

function parseMilliseconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function parseQuota(text: string): Quota {
  if (text === 'off') return 'off'
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) === 0) {
    throw new InvalidArgumentError('It must be a number above 0, or off.')
  }
  return Number(text)
}
