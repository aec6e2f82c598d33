import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Fault } from './faults/fault.ts'
import type { Finding } from './report/finding.ts'
import { runFault } from './run-fault.ts'
import { query } from './world/database.ts'
import { startTcpProxy, type TcpProxy } from '@orderport/embedded-postgres'
import { startDrillPostgres, type DrillPostgres } from './world/postgres.ts'
import type { Release } from './world/service.ts'
import { startWorld } from './world/start-world.ts'
import { temporaryFolder } from './world/temporary-folder.ts'

const settings = { wal_level: 'replica', max_wal_senders: '4', wal_keep_size: '256MB' }
/** Every commit waits until the replica has written it to its disk. */
const synchronous = { synchronous_standby_names: '*', synchronous_commit: 'on' }

/**
 * Kills the primary under load and promotes its streaming replica, which the service finds at the same address. The
 * replica is a second behind. With `isSynchronous`, commits wait for it.
 */
export async function runPromotion(release: Release, isSynchronous: boolean): Promise<Finding> {
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await temporaryFolder()).path
  const primaryFolder = join(folder, 'primary')
  const replicaFolder = join(folder, 'replica')
  // The embedded package lacks pg_basebackup: the files are copied while the server is stopped.
  await (await startDrillPostgres(primaryFolder, settings))[Symbol.asyncDispose]()
  // Keeps the owner: under root it is another user than ours.
  await promisify(execFile)('cp', ['-a', primaryFolder, replicaFolder])
  await writeFile(join(replicaFolder, 'data', 'standby.signal'), '')

  const switchboard = cleanup.use(await startSwitchboard())
  let replication: Replication | null = null
  await using world = await startWorld({
    release,
    dataDirectory: primaryFolder,
    settings,
    async databasePort(primary) {
      replication = await startReplica(replicaFolder, primary, cleanup)
      if (isSynchronous) await makeSynchronous(primary)
      switchboard.leadTo(primary.port)
      return switchboard.port
    },
  })
  const started: Replication | null = replication
  if (started === null) throw new Error('There is no replica.')
  return await runFault(promotionOf(started, { isSynchronous, leadTo: switchboard.leadTo }), world)
}

interface PromotionOptions {
  readonly isSynchronous: boolean
  readonly leadTo: (port: number | null) => void
}

function promotionOf({ replica, network }: Replication, { isSynchronous, leadTo }: PromotionOptions): Fault {
  return {
    name: isSynchronous ? 'promotion, synchronous' : 'promotion, asynchronous',
    description: `the primary is killed while its replica is a second behind, and the replica promoted after 1 s`,
    shows: 'failures',
    ...(isSynchronous ? {} : { mayLose: true as const }),
    async run({ postgres: primary }) {
      network.freeze()
      await delay(1000)
      await primary.kill()
      leadTo(null)
      await network.close()
      await delay(1000)
      await query(replica.superuserUrl(), 'SELECT pg_promote(true, 30)')
      leadTo(replica.port)
    },
  }
}

interface Replication {
  readonly replica: DrillPostgres
  /** Between the primary and the replica. */
  readonly network: TcpProxy
}

async function startReplica(
  folder: string,
  primary: DrillPostgres,
  cleanup: AsyncDisposableStack,
): Promise<Replication> {
  const network = cleanup.use(await startTcpProxy({ targetPort: primary.port }))
  const { username, password } = new URL(primary.superuserUrl())
  const primary_conninfo = `host=127.0.0.1 port=${network.port} user=${username} password=${password}`
  const replica = cleanup.use(await startDrillPostgres(folder, { ...settings, primary_conninfo }))
  const streaming = `SELECT FROM pg_stat_replication WHERE state = 'streaming' AND replay_lsn = pg_current_wal_lsn()`
  while ((await query(primary.superuserUrl(), streaming)).length === 0) await delay(50)
  return { replica, network }
}

async function makeSynchronous(primary: DrillPostgres): Promise<void> {
  for (const [name, value] of Object.entries(synchronous)) {
    await query(primary.superuserUrl(), `ALTER SYSTEM SET ${name} = '${value}'`)
  }
  await query(primary.superuserUrl(), 'SELECT pg_reload_conf()')
}

/** An address that leads to one server, then to another, as a name or a virtual address does. */
async function startSwitchboard() {
  let target: number | null = null
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    if (target === null) {
      client.destroy()
      return
    }
    const upstream = connect({ port: target, host: '127.0.0.1', noDelay: true })
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  const leadTo = (port: number | null): void => {
    target = port
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    leadTo,
    [Symbol.asyncDispose]: async () => {
      leadTo(null)
      server.close()
      await once(server, 'close')
    },
  }
}
