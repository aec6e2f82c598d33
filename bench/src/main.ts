import { benchIsolation } from './isolation.ts'

/** `npm run bench` */
console.log('The cost of isolation for one read:')
await benchIsolation()
