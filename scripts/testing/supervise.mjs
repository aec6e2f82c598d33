import { runInForeground } from '../bootstrap/run-in-foreground.mjs'

// Supervises the given program as `npm start` supervises its own.
const [file = '', ...args] = process.argv.slice(2)
process.exitCode = await runInForeground({ file, args, env: process.env, attached: true })
