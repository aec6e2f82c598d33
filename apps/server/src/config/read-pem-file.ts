import { readFileSync } from 'node:fs'

/** The content of the PEM file that a variable names; null, and a line in `faults`, where it can't be read. */
export function readPemFile(name: string, path: string, faults: string[]): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    faults.push(`${name}: must be the path of a PEM file that can be read`)
    return null
  }
}
