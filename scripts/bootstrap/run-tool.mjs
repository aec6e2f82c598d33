import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnose } from './diagnose.mjs'
import { Fault, systemCode } from './fault.mjs'
import { logFolder } from './paths.mjs'

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * @typedef {object} Tool
 * @property {string} name the log file's name
 * @property {string} doing the subject of "… failed", such as "installing the dependencies"
 * @property {string} file the program
 * @property {readonly string[]} args
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Runs the program of a setup step to its end and writes its output to a log. Throws a Fault that names the step, the
 * likely cause and the log. On a signal the program ends before we do.
 *
 * @param {Tool} tool
 */
export async function runTool({ name, doing, file, args, cwd, env }) {
  mkdirSync(logFolder, { recursive: true })
  const log = join(logFolder, `${name}.log`)
  const output = openSync(log, 'w')
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', output, output] })
  closeSync(output)
  let interrupted = false
  const stop = () => {
    interrupted = true
    child.kill('SIGTERM')
  }
  // npm forwards a Ctrl-C that the terminal has sent us already: we must survive the second one too.
  for (const signal of signals) process.on(signal, stop)
  try {
    const { code, signal } = await ended(child, file)
    if (interrupted) throw new Fault(`interrupted while ${doing}; the same command goes on from there.`)
    if (code !== 0) throw failure({ doing, log, detail: signal === null ? `exit code ${code}` : signal })
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}

/**
 * Returns the Fault for a step that failed.
 *
 * @param {{ doing: string; log: string; detail: string }} step
 */
export function failure({ doing, log, detail }) {
  const cause = diagnose(readFileSync(log, 'utf8')) ?? detail
  return new Fault(`${doing} failed: ${cause}; then run the same command again. Log: ${log}`)
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} file
 * @returns {Promise<{ code: number | null; signal: NodeJS.Signals | null }>}
 */
function ended(child, file) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const missing = systemCode(error) === 'ENOENT'
      reject(missing ? new Fault(`${file} is not on this machine's PATH; install it (npm comes with Node.js).`) : error)
    })
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}
