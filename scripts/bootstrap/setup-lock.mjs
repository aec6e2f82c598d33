import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemCode } from './fault.mjs'

/**
 * @typedef {object} Holder
 * @property {string} token identifies one acquisition
 * @property {number} pid
 * @property {string} host
 */

/**
 * @typedef {object} LockOptions
 * @property {string} file
 * @property {(holder: Holder) => void} onWait called once, when another process holds the lock
 * @property {number} [pollMs] how often the holder touches the file and a waiter reads it
 * @property {number} [staleMs] a holder that doesn't touch the file for so long counts as dead
 */

/**
 * Runs the work while holding the lock, so that two setups of one checkout run one after the other. A holder that died
 * leaves its file behind. A waiter notices that the process is gone or, where the process is in another container, that
 * the file's time no longer changes.
 *
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
  // Written to another file and linked, so that no reader sees half of it.
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
 * Two waiters may find the same dead holder. The slower one must not remove the lock that the faster one has taken.
 *
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
