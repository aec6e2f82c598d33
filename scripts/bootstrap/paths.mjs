import { join, resolve } from 'node:path'

/** The checkout. */
export const root = resolve(import.meta.dirname, '../..')

/** Everything that is made on this machine lies here; git ignores it. */
export const privateFolder = join(root, '.orderport')

/** What every step printed, one file a step. */
export const logFolder = join(privateFolder, 'logs')

/** The local profile's data and where its database answers. */
export const localFolder = join(privateFolder, 'local')

/** Vitest's last report, for .ci/run. */
export const testReport = join(privateFolder, 'test-report.json')
