import { benchImportOverhead } from './import-overhead.ts'
import { benchIsolation } from './isolation.ts'

/** `npm run bench`: what isolation costs, as a ratio within one run, and what an import costs, in time. */
console.log('The cost of isolation for one read:')
await benchIsolation()
console.log('What a REST import of a new order adds to Amazon’s own time:')
await benchImportOverhead()
