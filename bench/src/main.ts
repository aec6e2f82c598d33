import { Command, InvalidArgumentError, Option } from 'commander'
import { join, relative } from 'node:path'
import { benchImportOverhead } from './import-overhead.ts'
import { benchBackfillRate } from './imports/backfill-rate.ts'
import { benchFreshness } from './imports/freshness.ts'
import { benchWorkerMemory } from './imports/worker-memory.ts'
import { benchIsolation } from './isolation.ts'
import { workNames, type WorkName } from './measure/work.ts'
import { createProgress } from './progress.ts'
import { publish } from './report/publish.ts'
import { sizeTables, summaryTables } from './report/table.ts'
import { writeResult } from './report/write-result.ts'
import { runBench } from './run-bench.ts'
import { runSmoke } from './smoke.ts'

interface Flags {
  readonly quick?: true
  readonly rows?: readonly number[]
  readonly only?: readonly WorkName[]
  readonly concurrency?: readonly number[]
  readonly rounds?: number
  readonly seconds: number
  readonly durable?: true
  readonly memory?: true
  readonly smoke?: true
  readonly publish?: true
  readonly out?: string
}

const program = new Command('npm run bench --')
  .description(
    'Measures Orderport beside the same service written by hand and beside stock tRPC with Prisma, on the same rows. ' +
      'Without options it takes over an hour.',
  )
  .option('--quick', '10,000 rows, fewer rounds, no memory: about ten minutes')
  .option('--rows <counts>', 'rows of the table, such as 10000,1000000', numbers)
  .option('--only <works>', `some of ${workNames.join(', ')}; or the beginning of one, such as search`, workList)
  .option('--concurrency <counts>', 'requests at once, such as 1,16; by default 1, 16 and 64', numbers)
  .addOption(
    new Option('--rounds <count>', 'rounds, in which contenders take turns; 7, or 5 with --quick').argParser(positive),
  )
  .addOption(new Option('--seconds <count>', 'how long each is asked in a round').argParser(positive).default(1))
  .option('--durable', 'make PostgreSQL wait for the disk at each commit')
  .option('--memory', 'measure memory after 100,000 requests and 100,000 more, as a run of everything does')
  .option('--smoke', 'run all of it in a small way, to see that it works')
  .option('--publish', 'keep the result in bench/results and show it in README.md, as that of everything is')
  .option('--out <folder>', 'where a result that is not published is written; by default .orderport/bench')
  .action((flags: Flags) => (flags.smoke === true ? smoke() : bench(flags)))
program.command('isolation').description('what isolation costs for one read, as a ratio').action(benchIsolation)
program
  .command('import-overhead')
  .description('what a first import adds to Amazon’s own time')
  .action(benchImportOverhead)
program
  .command('backfill-rate')
  .description('how much of a plan a backfill uses, and how long an agent waits beside it')
  .action(benchBackfillRate)
program.command('worker-memory').description('what a worker holds through 50,000 orders').action(benchWorkerMemory)
program.command('freshness').description('how old orders under way are when they are opened').action(benchFreshness)

const everything = { rows: [10_000, 1_000_000, 5_000_000], concurrency: [1, 16, 64] } as const

async function bench(flags: Flags): Promise<void> {
  const { quick = false, only, rows, concurrency, rounds, seconds, durable = false } = flags
  const isWhole = !quick && !durable && only === undefined && rows === undefined && concurrency === undefined
  const progress = createProgress()
  const settings = {
    rows: rows ?? (quick ? [10_000] : everything.rows),
    works: only ?? workNames,
    concurrencies: concurrency ?? everything.concurrency,
    rounds: rounds ?? (quick ? 5 : 7),
    seconds,
    durable,
    latencyMs: 100,
    starts: only === undefined ? 5 : 0,
    memoryRequests: flags.memory === true || isWhole ? 100_000 : 0,
  }
  const result = await runBench(settings, {
    onProgress: progress.show,
    onFound: (found) => {
      progress.clear()
      console.log(sizeTables(found))
    },
  })
  progress.clear()
  console.log(summaryTables(result))
  const folder = flags.out ?? join(import.meta.dirname, '../../.orderport/bench')
  const isPublished = flags.publish === true || (isWhole && flags.out === undefined)
  const file = isPublished ? await publish(result) : await writeResult(result, folder)
  console.log(`Written to ${relative(process.cwd(), file)}`)
}

async function smoke(): Promise<void> {
  const progress = createProgress()
  await runSmoke(progress.show)
  progress.clear()
  console.log('The benchmark works: all contenders answer alike, and everything is measured.')
}

function numbers(text: string): readonly number[] {
  return text.split(',').map(positive)
}

function positive(text: string): number {
  const number = Number(text)
  if (!(number > 0)) throw new InvalidArgumentError('It must be a number above 0.')
  return number
}

function workList(text: string): readonly WorkName[] {
  const named = workNames.filter((name) => text.split(',').some((part) => name.startsWith(part)))
  if (named.length === 0) throw new InvalidArgumentError(`There are ${workNames.join(', ')}.`)
  return named
}

await program.parseAsync()
