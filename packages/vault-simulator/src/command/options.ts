import { Command, InvalidArgumentError } from 'commander'
import { readFileSync } from 'node:fs'
import { isJsonObject, type JsonObject } from '../json.ts'

/** Secrets by their path under the mount. */
type Secrets = Readonly<Record<string, JsonObject>>

export interface CommandOptions {
  readonly host: string
  readonly port: number
  readonly mount: string
  readonly rootToken: string
  /** Those of `--seed`, overridden by those of `--secret`. */
  readonly secrets: Secrets
}

const closing = `
Example:
  vault-simulator --secret 'app={"client_id":"id","client_secret":"secret"}'

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
  const command = new Command('vault-simulator')
    .description(
      'Starts a simulated HashiCorp Vault: the key-value engine, version 2, with the secrets that it is given.',
    )
    .option('--port <port>', 'the port to listen on; 0 takes any free one', parsePort, 8200)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--mount <path>', 'where the key-value engine is mounted', parsePath, 'secret')
    .option('--root-token <token>', 'the token that may do everything', parseToken, 'hvs.simulated-root')
    .option('--secret <path=json>', 'a secret under the mount; may be repeated', addSecret)
    .option('--seed <file>', 'a JSON file of secrets by path: {"app": {"client_id": "id"}}', readSeed)
    .addHelpText('after', closing)
    .showHelpAfterError('See --help.')
    .configureOutput({ writeOut: out, writeErr: err })
    .exitOverride()
  const { secret, seed, ...options } = command
    .parse([...args], { from: 'user' })
    .opts<Omit<CommandOptions, 'secrets'> & { secret?: Secrets; seed?: Secrets }>()
  return { ...options, secrets: { ...seed, ...secret } }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number up to 65535.')
  return port
}

function parsePath(text: string): string {
  if (!/^[^/\s'"?#%]+(\/[^/\s'"?#%]+)*$/.test(text)) {
    throw new InvalidArgumentError('A path has no blanks, quotes, "?", "#" or "%", and no slash at its start or end.')
  }
  return text
}

function parseToken(text: string): string {
  if (!/^[\w.-]+$/.test(text)) throw new InvalidArgumentError('A token has letters, digits, dots and dashes only.')
  return text
}

function addSecret(text: string, previous: Secrets = {}): Secrets {
  const separator = text.indexOf('=')
  if (separator === -1) throw new InvalidArgumentError('It must be a path, an equals sign and a JSON object.')
  const path = parsePath(text.slice(0, separator))
  const data = parseJson(text.slice(separator + 1))
  if (!isJsonObject(data)) throw new InvalidArgumentError('What follows the equals sign must be a JSON object.')
  return { ...previous, [path]: data }
}

function readSeed(file: string): Secrets {
  const secrets = parseJson(readText(file))
  if (!isJsonObject(secrets)) throw new InvalidArgumentError('The file must contain a JSON object of secrets by path.')
  const entries = Object.entries(secrets).map(([path, data]) => {
    if (!isJsonObject(data)) throw new InvalidArgumentError(`The secret at ${path} must be a JSON object.`)
    return [parsePath(path), data] as const
  })
  return Object.fromEntries(entries)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new InvalidArgumentError(`The file can't be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

/** Returns the value of a JSON text, or undefined for any other text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
