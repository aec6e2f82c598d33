import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { loadReplySchema, type Load, type LoadOutcome } from './call.ts'

export interface LoadProcess extends AsyncDisposable {
  /** Sends one load, and waits until it has ended. Throws when the process can't send it. */
  send(load: Load): Promise<LoadOutcome>
}

/** Starts the process that sends requests, so that its work isn't in that of a contender. */
export function startLoadProcess(): LoadProcess {
  const child = fork(join(import.meta.dirname, 'main.ts'), { serialization: 'advanced' })
  const ended = once(child, 'exit').then((): never => {
    throw new Error('The load process ended.')
  })
  ended.catch(() => undefined)
  let isBusy = false
  return {
    async send(load) {
      if (isBusy) throw new Error('The load process sends one load at a time.')
      isBusy = true
      child.send(load)
      const [message]: unknown[] = await Promise.race([once(child, 'message'), ended])
      isBusy = false
      const reply = loadReplySchema.parse(message)
      if ('error' in reply) throw new Error(reply.error)
      return reply.outcome
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      if (child.connected) child.disconnect()
      await once(child, 'exit')
    },
  }
}
