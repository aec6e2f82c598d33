#!/usr/bin/env node
import process from 'node:process'
import { runCommand } from './command/run-command.ts'

/** The command `amazon-simulator`: runs until Ctrl-C, or until nobody reads its output any more. */
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
process.stdout.on('error', () => stop.abort())
process.exitCode = await runCommand({
  args: process.argv.slice(2),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stop: stop.signal,
})
