import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { z } from 'zod'
import type { UpstreamRequest } from './main.ts'

export interface UpstreamProcess extends AsyncDisposable {
  /** The configuration of a service or a peer that uses it. */
  readonly environment: Readonly<Record<string, string>>
  /** Makes Amazon know these orders of a tenant. */
  addOrders(request: UpstreamRequest): Promise<void>
}

/** Starts Amazon's and Vault's simulators in a process of their own. Each answer of Amazon's takes `latencyMs`. */
export async function startUpstreamProcess(latencyMs: number): Promise<UpstreamProcess> {
  const child = fork(join(import.meta.dirname, 'main.ts'), [String(latencyMs)])
  const ended = once(child, 'exit').then((): never => {
    throw new Error('The simulators ended.')
  })
  ended.catch(() => undefined)
  const received = () => Promise.race([once(child, 'message'), ended])
  const [environment]: unknown[] = await received()
  return {
    environment: z.record(z.string(), z.string()).parse(environment),
    async addOrders(request) {
      child.send(request)
      await received()
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      if (child.connected) child.disconnect()
      await once(child, 'exit')
    },
  }
}
