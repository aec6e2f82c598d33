import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { systemCode } from './fault.mjs'
import { root } from './paths.mjs'

/**
 * A digest of files and plain texts: the same for the same content, whatever the order of the files.
 * A file that isn't there counts as such; moving the checkout changes nothing. Throws when there is nothing to digest: an empty list is a mistake.
 * @param {{ files: readonly string[], texts?: readonly string[] }} input
 * @returns {string} 32 hexadecimal digits
 */
export function fingerprint({ files, texts = [] }) {
  if (files.length === 0) throw new Error('A fingerprint of no files would never change.')
  const hash = createHash('sha256')
  for (const file of files.toSorted()) hash.update(`${relative(root, file)}\0${readOrNull(file) ?? '\0missing'}\0`)
  for (const text of texts) hash.update(`${text}\0`)
  return hash.digest('hex').slice(0, 32)
}

/**
 * True if the stamp was written for this fingerprint.
 * @param {string} stampFile
 * @param {string} expected
 */
export function isStamped(stampFile, expected) {
  return readOrNull(stampFile) === expected
}

/**
 * Runs a step that isn't done yet. The stamp goes first and comes back last, so an interrupted step is never taken for done.
 * @param {{ stampFile: string, expected: string }} stamp
 * @param {() => Promise<void>} step
 */
export async function stamped({ stampFile, expected }, step) {
  rmSync(stampFile, { force: true })
  await step()
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, expected)
}

/**
 * The folders of the workspace's packages.
 * @returns {string[]}
 */
export function workspacePackages() {
  const below = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true }).map((entry) => join(root, parent, entry.name)),
  )
  return [...below, join(root, 'bench')].filter((folder) => readOrNull(join(folder, 'package.json')) !== null)
}

/** @param {string} file */
function readOrNull(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null
    throw error
  }
}
