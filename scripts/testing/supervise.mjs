import { runInForeground } from '../bootstrap/run-in-foreground.mjs'

// Supervises the program given, as `npm start` does with its own.
const [file = '', ...args] = process.argv.slice(2)
process.exitCode = await runInForeground({ file, args, env: process.env, attached: true })
