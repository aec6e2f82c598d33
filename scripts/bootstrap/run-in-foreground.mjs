import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { Fault, systemCode } from './fault.mjs'

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program in our place: it has the terminal, gets our signals, and its exit code becomes ours. An `attached`
 * program has a channel to us that closes whenever we die, even if we are killed (`process.on('disconnect')`).
 *
 * @param {{ file: string; args: readonly string[]; env: NodeJS.ProcessEnv; attached?: boolean }} program
 * @returns {Promise<number>} the exit code; 128 and the signal's number for a program that a signal ended
 */
export async function runInForeground({ file, args, env, attached = false }) {
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = attached ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(file, args, { env, stdio })
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, pass)
  const watch = stopWithNpm(() => child.kill('SIGTERM'))
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(notStarted(error, file)))
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
    })
  } finally {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, pass)
  }
}

/**
 * npm lives as long as its script. If npm is killed and can't signal us, our parent process changes.
 *
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
  const parent = process.ppid
  if (process.env['npm_lifecycle_event'] === undefined) return undefined
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop()
  }, 500).unref()
  return watch
}

/**
 * @param {Error} error
 * @param {string} file
 */
function notStarted(error, file) {
  return systemCode(error) === 'ENOENT' ? new Fault(`there is no program ${file}.`) : error
}
