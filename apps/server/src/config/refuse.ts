import process from 'node:process'

/** Says what is wrong, one line each, on standard error, and ends the process with 1. */
export function refuse(faults: readonly string[]): never {
  for (const fault of faults) process.stderr.write(`orderport: ${fault}\n`)
  process.exit(1)
}
