import { once } from 'node:events'
import { createServer } from 'node:net'
import { UserError } from './user-error.ts'

/** How far above a taken port to look for a free one. */
const reach = 20

/** Throws a UserError that proposes a free port if this one is taken. The service reports other faults itself. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  if (await isFree(host, port)) return
  let proposal = port + 1
  while (proposal < port + reach && !(await isFree(host, proposal))) proposal += 1
  const taken = `port ${port} is taken by another program`
  throw new UserError(`${taken}; stop that one, or choose another port: PORT=${proposal} npm start`)
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen({ host, port })
    await once(server, 'listening')
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
  } finally {
    server.close()
  }
}
