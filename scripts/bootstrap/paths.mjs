import { join, resolve } from 'node:path'

/** The checkout. */
export const root = resolve(import.meta.dirname, '../..')

/** Holds everything that is made on this machine; git ignores it. */
export const privateFolder = join(root, '.orderport')

/** Holds the output of each step in a file of its own. */
export const logFolder = join(privateFolder, 'logs')

/** Holds the local profile's data, and the address of its database. */
export const localFolder = join(privateFolder, 'local')

/** Vitest's last report, for .ci/run. */
export const testReport = join(privateFolder, 'test-report.json')
