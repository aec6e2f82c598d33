import { CommanderError } from 'commander'
import { describedSampleOrders } from '../samples/sample-orders.ts'
import { registerSampleSeller } from '../samples/sample-seller.ts'
import { startAmazonSimulator, type AmazonSimulator } from '../simulator.ts'
import { parseOptions, type CommandOptions } from './options.ts'
import { welcome } from './welcome.ts'

export interface CommandDeps {
  readonly args: readonly string[]
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Ends the simulator when it aborts. */
  readonly stop: AbortSignal
}

/**
 * Runs the simulator with the sample seller until it is stopped. Returns the exit code: 0 after a stop, 1 when it can't
 * start, 2 for a wrong command line.
 */
export async function runCommand({ args, out, err, stop }: CommandDeps): Promise<number> {
  let options: CommandOptions
  try {
    options = parseOptions(args, out, err)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
  await using simulator = await startOrExplain(options, err)
  if (simulator === null) return 1
  if (options.quota === 'off') simulator.usagePlans.switchOff()
  else simulator.usagePlans.scale(options.quota)
  const seller = registerSampleSeller(simulator)
  const samples = describedSampleOrders({ now: simulator.now() })
  out(`${welcome({ simulator, seller, samples, quota: options.quota })}\n`)
  await aborted(stop)
  return 0
}

async function startOrExplain(
  { host, port, latency }: CommandOptions,
  err: (text: string) => void,
): Promise<AmazonSimulator | null> {
  try {
    return await startAmazonSimulator({ host, port, latencyMs: latency })
  } catch (error) {
    err(`${explainStart(error, host, port)}\n`)
    return null
  }
}

function explainStart(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== 'EADDRINUSE') {
    return `Can't listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}.`
  }
  return `Port ${port} on ${host} is taken. Choose another one with --port; --port 0 takes any free one.`
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
