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
  const profile = await runningLocalProfile()
  if (profile !== null) return profile.adminUrl
  throw new Fault(
    'there is no database to show: keep `npm start` running in another terminal, or set DATABASE_ADMIN_URL.',
  )
}

/**
 * What `npm start` wrote down for us.
 *
 * @typedef {{ readonly adminUrl: string; readonly variables: Readonly<Record<string, string>> }} LocalProfile
 */

/**
 * Returns the database of a running `npm start`, with all rights, and the variables that lead to its Vault and its
 * Amazon.
 *
 * @returns {Promise<LocalProfile | null>}
 */
export async function runningLocalProfile() {
  const profile = readConnection()
  return profile !== null && (await answers(new URL(profile.adminUrl))) ? profile : null
}

/** @returns {LocalProfile | null} */
function readConnection() {
  try {
    return JSON.parse(readFileSync(join(localFolder, 'connection.json'), 'utf8'))
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
