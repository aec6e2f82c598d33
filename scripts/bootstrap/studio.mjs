import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { configuredDatabase } from './database-url.mjs'
import { Fault, systemCode } from './fault.mjs'
import { localFolder } from './paths.mjs'

/**
 * Returns Prisma Studio's arguments: the configured database, else that of the local profile, which must be running.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<string[]>}
 */
export async function studioArguments(environment = process.env) {
  const url = asInspector(configuredDatabase(environment) ?? (await localDatabase()))
  const browser = process.stdout.isTTY ? [] : ['--browser', 'none']
  return ['--url', url, ...browser]
}

/**
 * Returns the same database under the role that `migrate` creates for Studio: it reads every tenant's rows and writes
 * none.
 *
 * @param {string} url
 */
function asInspector(url) {
  if (!URL.canParse(url)) return url
  const inspector = new URL(url)
  const settings = ['role=orderport_studio', 'default_transaction_read_only=on'].map((setting) => `-c ${setting}`)
  const options = [...inspector.searchParams.getAll('options'), ...settings].join(' ')
  inspector.searchParams.delete('options')
  const query = inspector.searchParams.toString()
  // A space is %20 here: the driver doesn't decode a plus sign.
  inspector.search = `${query === '' ? '' : `${query}&`}options=${encodeURIComponent(options)}`
  return inspector.href
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
