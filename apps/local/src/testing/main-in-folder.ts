import process from 'node:process'
import { runLocalProfile } from '../run-local-profile.ts'

/** Does what main.ts does, with its data in another folder: `node main-in-folder.ts <folder>`. */
await runLocalProfile(process.argv[2] ?? '')
