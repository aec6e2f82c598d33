import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './fault.ts'

export const serverKilled: Fault = {
  name: 'server killed',
  description: 'SIGKILL to one of two processes; it is started again at once',
  shows: 'perhaps',
  async run({ services: [one], balancer }) {
    const killed = one.pid()
    one.signal('SIGKILL')
    while (one.pid() === killed) await delay(10)
    await balancer.includes(one.port)
  },
}

export const serversKilled: Fault = {
  name: 'servers killed',
  description: 'SIGKILL to both processes at once',
  shows: 'failures',
  async run({ services, balancer }) {
    for (const service of services) service.signal('SIGKILL')
    await delay(500)
    await Promise.race(services.map(({ port }) => balancer.includes(port)))
  },
}

export const serverSuspended: Fault = {
  name: 'server suspended',
  description: 'SIGSTOP to one of two processes for 5 s',
  shows: 'delays',
  async run({ services: [one], balancer }) {
    one.signal('SIGSTOP')
    await delay(5000)
    one.signal('SIGCONT')
    await balancer.includes(one.port)
  },
}

export const clockMoved: Fault = {
  name: 'clock moved',
  description: 'one process’s clock an hour ahead for 4 s, then an hour behind for 4 s',
  shows: 'nothing',
  async run({ services: [one] }) {
    for (const ms of [4000, 4000, 0]) {
      one.signal('SIGUSR2')
      await delay(ms)
    }
  },
}
