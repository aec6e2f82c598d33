import { join } from 'node:path'
import { generatedFiles } from './generated-files.ts'
import { writeIfChanged } from './write-if-changed.ts'

const root = join(import.meta.dirname, '../../..')

for (const [path, content] of Object.entries(generatedFiles())) {
  const written = await writeIfChanged(join(root, path), content)
  process.stdout.write(`${path}: ${written ? 'written' : 'as it was'}\n`)
}
