import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { configuredDatabase, variable } from './database-url.mjs'
import { Fault, systemCode } from './fault.mjs'
import { localFolder } from './paths.mjs'

/**
 * Returns the variables that name Studio's database: the configured one, else that of the local profile, which must be
 * running.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function studioVariables(environment) {
  const own = variable(environment, 'DATABASE_STUDIO_URL')
  if (own !== null) return { DATABASE_STUDIO_URL: own }
  const admin = configuredDatabase(environment) ?? (await localDatabase())
  return { DATABASE_STUDIO_URL: '', DATABASE_ADMIN_URL: admin }
}

async function localDatabase() {
  const url = await runningLocalDatabase()
  if (url !== null) return url
  throw new Fault(
    'there is no database to show: keep `npm start` running in another terminal, or set DATABASE_ADMIN_URL.',
  )
}

/** @returns {Promise<string | null>} the database of a running `npm start`, with all rights */
export async function runningLocalDatabase() {
  const url = readConnection()
  return url !== null && (await answers(new URL(url))) ? url : null
}

/** @returns {string | null} what `npm start` wrote down for us */
function readConnection() {
  try {
    return JSON.parse(readFileSync(join(localFolder, 'connection.json'), 'utf8')).adminUrl
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}

/**
 * @param {URL} url
 * @returns {Promise<boolean>} whether something accepts connections there
 */
function answers({ hostname, port }) {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2000 })
    const settle = (/** @type {boolean} */ open) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.once('timeout', () => settle(false))
  })
}
