import type { TestDatabase } from '@orderport/embedded-postgres'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Style } from '../load/call.ts'
import { startProgram, type RunningProgram } from './start-program.ts'

/** Who takes part. Those with one program differ in how they are called. */
export const contenderNames = [
  'hand-written',
  'stock tRPC',
  'Orderport REST',
  'Orderport tRPC',
  'Orderport SDK',
  'stock tRPC client',
] as const

export type ContenderName = (typeof contenderNames)[number]

export interface Contender {
  readonly name: ContenderName
  readonly style: Style
  readonly program: RunningProgram
}

export interface ProgramDeps {
  readonly database: TestDatabase
  readonly upstream: Readonly<Record<string, string>>
  /** A folder for what the programs log. */
  readonly logs: string
}

const flagList = z.array(z.string())

export type OrderportVariables = Readonly<Record<string, string>>

/** Starts Orderport as `npm run serve` does, with everything on. `variables` replace those of the comparison. */
export function startOrderport(
  { database, upstream, logs }: ProgramDeps,
  variables: OrderportVariables = {},
): Promise<RunningProgram> {
  const environment = {
    ...upstream,
    DATABASE_URL: database.runtimeUrl,
    // As deployed: workers are processes of their own.
    ROLE: 'api',
    PORT: '0',
    MEMBERSHIP: 'enforce',
    // A seeded order that is under way must not be asked for again in the middle of a long run.
    REFRESH_AFTER_MS: '86400000',
    ...variables,
  }
  const file = fileURLToPath(new URL('main.ts', import.meta.resolve('@orderport/server')))
  const flags = readFileSync(fileURLToPath(import.meta.resolve('@orderport/server/node-flags.json')), 'utf8')
  return startProgram({ name: 'orderport', file, nodeFlags: flagList.parse(JSON.parse(flags)), environment, logs })
}

/** Starts a peer. It reads the same table, as a superuser: row-level security doesn't hold it. */
function startPeer(name: 'hand-written' | 'stock-trpc', { database, upstream, logs }: ProgramDeps) {
  const environment = { ...upstream, DATABASE_URL: database.superuserUrl }
  const file = fileURLToPath(new URL(`../peers/${name}.ts`, import.meta.url))
  return startProgram({ name, file, environment, logs })
}

export interface Contenders extends AsyncDisposable {
  readonly all: readonly Contender[]
}

/** Starts Orderport and both peers on one database. */
export async function startContenders(deps: ProgramDeps): Promise<Contenders> {
  await using cleanup = new AsyncDisposableStack()
  const orderport = cleanup.use(await startOrderport(deps))
  const handWritten = cleanup.use(await startPeer('hand-written', deps))
  const stock = cleanup.use(await startPeer('stock-trpc', deps))
  const owned = cleanup.move()
  return {
    all: [
      { name: 'hand-written', style: 'rest', program: handWritten },
      { name: 'stock tRPC', style: 'trpc', program: stock },
      { name: 'Orderport REST', style: 'rest', program: orderport },
      { name: 'Orderport tRPC', style: 'trpc', program: orderport },
      { name: 'Orderport SDK', style: 'sdk', program: orderport },
      { name: 'stock tRPC client', style: 'trpc-client', program: stock },
    ],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Throws when there is no contender of this name. */
export function contenderNamed(name: ContenderName, { all }: Contenders): Contender {
  const contender = all.find((one) => one.name === name)
  if (contender === undefined) throw new Error(`There is no contender ${name}.`)
  return contender
}
