import type { Load, LoadReply } from './call.ts'
import { sendByClient } from './client-load.ts'
import { sendByHttp } from './http-load.ts'

/** The load process: sends what its parent asks for, and reports what came of it. */
process.on('message', (load: Load) => {
  const isClient = load.style === 'sdk' || load.style === 'trpc-client'
  void (isClient ? sendByClient(load) : sendByHttp(load)).then(
    (outcome) => reply({ outcome }),
    (error: unknown) => reply({ error: String(error) }),
  )
})

function reply(message: LoadReply): void {
  process.send?.(message)
}

process.once('disconnect', () => process.exit(0))
