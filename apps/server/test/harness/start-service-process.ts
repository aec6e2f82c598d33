import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { childEnvironment } from './child-environment.ts'

const program = join(import.meta.dirname, '../../src/main.ts')
const flags = z
  .array(z.string())
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../node-flags.json'), 'utf8')))
const listening = z.object({
  msg: z.literal('listening'),
  listener: z.enum(['internal', 'public']),
  address: z.string(),
})

export interface ServiceProcess extends AsyncDisposable {
  readonly address: string
  /** Null without a public listener. */
  readonly publicAddress: string | null
  /** Sends a signal: SIGSTOP and SIGCONT suspend and resume it. */
  signal(name: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  /** Resolves with the exit code; null when a signal ended the process. */
  readonly ended: Promise<number | null>
}

/** Starts the service in a process of its own, as `npm run serve` does. Disposing stops it with SIGTERM. */
export async function startServiceProcess(environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [...flags, program], {
    env: childEnvironment({ SHUTDOWN_DELAY_MS: '0', ...environment, LOG_LEVEL: 'info' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const started = Promise.withResolvers<string>()
  let publicAddress: string | null = null
  createInterface({ input: child.stdout }).on('line', (line) => {
    const parsed = listening.safeParse(JSON.parse(line))
    if (!parsed.success) return
    // The internal listener starts last.
    if (parsed.data.listener === 'public') publicAddress = parsed.data.address
    else started.resolve(parsed.data.address)
  })
  const address = await Promise.race([
    started.promise,
    exited.then(([code]: unknown[]) => {
      throw new Error(`the service ended with ${String(code)} before it listened`)
    }),
  ])
  return {
    address,
    publicAddress,
    signal: (name) => void child.kill(name),
    ended: exited.then(() => child.exitCode),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      await exited
    },
  }
}
