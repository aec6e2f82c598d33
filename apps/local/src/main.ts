import { resolve } from 'node:path'
import { runLocalProfile } from './run-local-profile.ts'

/** `npm start`: the service with everything it needs, on this machine. */
await runLocalProfile(resolve(import.meta.dirname, '../../../.orderport'))
