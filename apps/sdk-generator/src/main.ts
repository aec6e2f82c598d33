import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generatedFiles } from './generated-files.ts'

const root = join(import.meta.dirname, '../../..')

for (const [path, content] of Object.entries(generatedFiles())) {
  const written = await writeIfChanged(join(root, path), content)
  process.stdout.write(`${path}: ${written ? 'written' : 'unchanged'}\n`)
}

/** Replaces a file atomically if its content differs. Returns whether it did. */
async function writeIfChanged(path: string, content: string): Promise<boolean> {
  if ((await readFile(path, 'utf8').catch(() => null)) === content) return false
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, content)
  await rename(temporary, path)
  return true
}
