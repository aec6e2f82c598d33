import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { systemCode } from './fault.mjs'
import { root } from './paths.mjs'

/**
 * Returns a digest of files and plain texts: the same for the same content, in whatever order the files come and
 * wherever the checkout is. A missing file is part of the digest. Throws for an empty list of files, which is a
 * mistake.
 *
 * @param {{ files: readonly string[]; texts?: readonly string[] }} input
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
 * Returns true if the stamp was written for this fingerprint.
 *
 * @param {string} stampFile
 * @param {string} expected
 */
export function isStamped(stampFile, expected) {
  return readOrNull(stampFile) === expected
}

/**
 * Runs a step and stamps it as done. The old stamp is deleted first and the new one written last, so an interrupted
 * step never counts as done.
 *
 * @param {{ stampFile: string; expected: string }} stamp
 * @param {() => Promise<void>} step
 */
export async function stamped({ stampFile, expected }, step) {
  rmSync(stampFile, { force: true })
  await step()
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, expected)
}

/**
 * Returns the folders of the workspace's packages.
 *
 * @returns {string[]}
 */
export function workspacePackages() {
  const below = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true }).map((entry) => join(root, parent, entry.name)),
  )
  return [...below, join(root, 'bench'), join(root, 'deploy')].filter(
    (folder) => readOrNull(join(folder, 'package.json')) !== null,
  )
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
