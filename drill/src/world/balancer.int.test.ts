import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { startBalancer } from './balancer.ts'

/** A process that answers with its name, and says whether it is ready. */
async function startProcess(name: string) {
  const state = { ready: true }
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/readyz' && !state.ready ? 503 : 200
    response.end(name)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return {
    port: address.port,
    state,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function ask(address: string): Promise<string> {
  return await (await fetch(address, { headers: { connection: 'close' } })).text()
}

it('sends connections to the processes that are ready, in turn, and to no other', async () => {
  await using one = await startProcess('one')
  await using other = await startProcess('other')
  await using balancer = await startBalancer([one.port, other.port])
  await expect.poll(() => balancer.ready().length, { timeout: 30_000 }).toBe(2)
  const answers = [await ask(balancer.address), await ask(balancer.address)]
  expect(answers.toSorted()).toEqual(['one', 'other'])
  one.state.ready = false
  await expect.poll(() => balancer.ready(), { timeout: 30_000 }).toEqual([other.port])
  expect([await ask(balancer.address), await ask(balancer.address)]).toEqual(['other', 'other'])
})

it('closes connections while none is ready', async () => {
  await using balancer = await startBalancer([1])
  await expect(ask(balancer.address)).rejects.toThrow('fetch failed')
})
