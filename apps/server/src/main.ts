import { enableCompileCache } from 'node:module'
import { compiledCodeFolder } from './compiled-code-folder.ts'
import { createStartTimes } from './start-times.ts'

/** `npm run serve`: the service, configured by the environment alone. */
const times = createStartTimes(() => performance.now(), 0)
times.end('node')
// Node keeps the compiled code of what is imported from here on: the next start loads it in half the time. Where the
// folder can't be written, it starts without.
enableCompileCache(compiledCodeFolder)
const { serve } = await import('./serve.ts')
times.end('modules')
await serve(times)
