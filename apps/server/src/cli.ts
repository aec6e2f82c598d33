import { randomBytes, randomUUID } from 'node:crypto'
import process from 'node:process'
import { runCli } from './cli/run-cli.ts'
import { processTerminal } from './cli/terminal.ts'

/** `npm run orderport -- <command>`: the operators' commands on the database of DATABASE_ADMIN_URL. */
process.exitCode = await runCli({
  args: process.argv.slice(2),
  // oxlint-disable-next-line node/no-process-env -- the environment enters here and goes to config.ts whole
  environment: process.env,
  terminal: processTerminal(),
  now: () => new Date(),
  randomBytes: (size) => randomBytes(size),
  runId: randomUUID(),
})
