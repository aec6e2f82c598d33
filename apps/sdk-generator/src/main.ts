import { appRouter, errorShapeSchema } from '@orderport/api'
import { join, relative } from 'node:path'
import { readContract } from './read-contract.ts'
import { routerFile } from './typescript/router-file.ts'
import { writeIfChanged } from './write-if-changed.ts'

const root = join(import.meta.dirname, '../../..')
const sdk = join(root, 'packages/sdk')
const contract = readContract({ router: appRouter, failure: errorShapeSchema })

const files = {
  [join(sdk, 'src/generated/router.gen.ts')]: routerFile(contract),
}
for (const [path, content] of Object.entries(files)) {
  const written = await writeIfChanged(path, content)
  process.stdout.write(`${relative(root, path)}: ${written ? 'written' : 'as it was'}\n`)
}
