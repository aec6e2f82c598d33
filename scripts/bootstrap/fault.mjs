/** A problem that the person at the terminal can fix. The message is one line: what is wrong, and what to do. */
export class Fault extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'Fault'
  }
}

/**
 * Returns an error's system code (`EACCES`, `ENOENT`, …), or undefined.
 *
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function systemCode(error) {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * Returns the fault behind a file system's error, or null for another kind of error.
 *
 * @param {unknown} error
 * @param {string} folder what could not be written
 * @returns {Fault | null}
 */
export function diskFault(error, folder) {
  switch (systemCode(error)) {
    case 'EROFS':
      return new Fault(`${folder} is on a read-only file system; use a checkout that can be written to.`)
    case 'EACCES':
    case 'EPERM':
      return new Fault(
        `${folder} can't be written by this user; make it yours (chown -R) or use a checkout of your own.`,
      )
    case 'ENOSPC':
    case 'EDQUOT':
      return new Fault(`the disk that holds ${folder} is full; free about 1 GB and run the same command again.`)
    default:
      return null
  }
}
