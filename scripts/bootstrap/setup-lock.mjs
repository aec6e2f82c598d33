import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemCode } from './fault.mjs'

/**
 * @typedef {object} Holder
 * @property {string} token names one holding
 * @property {number} pid
 * @property {string} host
 */

/**
 * @typedef {object} LockOptions
 * @property {string} file
 * @property {(holder: Holder) => void} onWait told once, when somebody else holds the lock
 * @property {number} [pollMs] how often the holder gives a sign of life and a waiter looks
 * @property {number} [staleMs] a holder that gives no sign for so long is taken for dead
 */

/**
 * Runs the work while holding the lock, so that two setups of one checkout follow each other.
 * A holder that died leaves its file behind: its process is gone, or (in another container, where that can't be seen)
 * the file's time stands still while the waiter watches.
 * @template T
 * @param {LockOptions} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock({ file, onWait, pollMs = 500, staleMs = 15_000 }, work) {
  /** @type {Holder} */
  const own = { token: randomUUID(), pid: process.pid, host: hostname() }
  mkdirSync(dirname(file), { recursive: true })
  let watched = { mtimeMs: 0, since: 0 }
  let told = false
  while (!take(file, own)) {
    const holder = readHolder(file)
    const mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs
    if (mtimeMs === undefined) continue
    if (mtimeMs !== watched.mtimeMs) watched = { mtimeMs, since: performance.now() }
    if (isGone(holder) || performance.now() - watched.since > staleMs) {
      removeStale(file, holder)
      continue
    }
    if (holder !== null && !told) onWait(holder)
    told ||= holder !== null
    await delay(pollMs)
  }
  const release = () => removeOwn(file, own)
  const signOfLife = setInterval(() => touch(file), pollMs)
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(signOfLife)
    process.off('exit', release)
    release()
  }
}

/**
 * @param {string} file
 * @param {Holder} own
 */
function take(file, own) {
  // Written aside and linked, so that nobody ever reads half a holder.
  const aside = `${file}.${own.token}`
  writeFileSync(aside, JSON.stringify(own))
  try {
    linkSync(aside, file)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * @param {string} file
 * @returns {Holder | null}
 */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}

/** @param {Holder | null} holder */
function isGone(holder) {
  if (holder === null || holder.host !== hostname()) return false
  try {
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    return systemCode(error) === 'ESRCH'
  }
}

/**
 * Two waiters may find the same dead holder; the slower one must not remove the lock that the faster one took since.
 * @param {string} file
 * @param {Holder | null} stale
 */
function removeStale(file, stale) {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
    if (readHolder(aside)?.token !== stale?.token) linkSync(aside, file)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * @param {string} file
 * @param {Holder} own
 */
function removeOwn(file, own) {
  if (readHolder(file)?.token === own.token) rmSync(file, { force: true })
}

/** @param {string} file */
function touch(file) {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
}
