import { benchIsolation } from './isolation.ts'

/** `npm run bench`: what things cost, each as a ratio to another one in the same run. */
console.log('The cost of isolation for one read:')
await benchIsolation()
