import process from 'node:process'
import { runLocalProfile } from '../run-local-profile.ts'

/** What main.ts is, with data in another folder: `node main-in-folder.ts <folder>`. */
await runLocalProfile(process.argv[2] ?? '')
