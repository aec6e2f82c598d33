import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file whole or not at all; one that is as it should be is left alone. Gives whether it was written. */
export async function writeIfChanged(path: string, content: string): Promise<boolean> {
  if ((await readFile(path, 'utf8').catch(() => null)) === content) return false
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${process.pid}.tmp`
  await writeFile(unfinished, content)
  await rename(unfinished, path)
  return true
}
