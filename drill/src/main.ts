import { Command } from 'commander'
import { runDrills, type DrillOptions } from './run-drills.ts'

interface Flags {
  readonly smoke?: true
  readonly only?: string
  readonly serve?: string
  readonly old?: string
  readonly publish?: true
}

const program = new Command('npm run drill --')
  .description(
    'Breaks what the service stands on, while clients import and read orders, and prints what they were told and what ' +
      'the database has. Exits with 1 when an answer was wrong, an order is lost or doubled, or nothing recovered.',
  )
  .option('--smoke', 'a few drills that take half a minute; CI runs them')
  .option('--only <words>', 'drills whose names begin with one of these words, separated by commas')
  .option('--serve <command>', 'the shell command that is the service’s process; by default this checkout’s')
  .option('--old <folder>', 'a checkout of the release before, set up, for the roll-out; by default this code')
  .option('--publish', 'keep the result in drill/results')
  .action(async (flags: Flags) => {
    const options: DrillOptions = {
      isSmoke: flags.smoke === true,
      only: flags.only?.split(',').map((word) => word.trim()) ?? null,
      serve: flags.serve ?? null,
      oldFolder: flags.old ?? null,
      isPublished: flags.publish === true,
    }
    process.exitCode = (await runDrills(options)) ? 0 : 1
  })

await program.parseAsync()
