import { join } from 'node:path'

/** Where Node keeps compiled code. A module of its own, because the production bundle has another folder. */
export const compiledCodeFolder = join(import.meta.dirname, '../../../node_modules/.cache/node')
