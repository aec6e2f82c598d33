import { Fault } from './fault.mjs'

/**
 * @typedef {object} Platform
 * @property {string} os the value of `process.platform`
 * @property {string} cpu the value of `process.arch`
 * @property {string} node the version of the Node.js that runs this
 * @property {boolean} glibc true if the C library is GNU's; only used on Linux
 */

/** @returns {Platform} this machine */
export function thisPlatform() {
  return { os: process.platform, cpu: process.arch, node: process.versions.node, glibc: hasGlibc() }
}

/**
 * Throws a Fault on a platform for which there is no database or no Node.js.
 *
 * @param {Platform} platform
 */
export function checkPlatform({ os, cpu, glibc }) {
  const supported = 'Linux (glibc) and macOS on x64 or arm64 are supported'
  if (os !== 'linux' && os !== 'darwin') throw new Fault(`this system (${os}) is not supported: ${supported}.`)
  if (cpu !== 'x64' && cpu !== 'arm64') throw new Fault(`this processor (${cpu}) is not supported: ${supported}.`)
  if (os === 'linux' && !glibc) throw new Fault(`this Linux has no GNU C library (Alpine?): ${supported}.`)
}

/**
 * Returns true if this Node.js can run the product itself: it strips types, and knows `await using`.
 *
 * @param {string} version such as `24.0.0`
 */
export function isRecentNode(version) {
  return Number(version.split('.')[0]) >= 24
}

function hasGlibc() {
  if (process.platform !== 'linux') return false
  // Without this the report looks up the names of all open connections, which may take seconds.
  Object.assign(process.report, { excludeNetwork: true })
  const report = JSON.stringify(process.report.getReport())
  return report.includes('"glibcVersionRuntime"')
}
