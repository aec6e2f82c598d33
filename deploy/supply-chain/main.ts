import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkLicences } from './licences.ts'
import { dependenciesOf, publishedPackages } from './published-packages.ts'
import { createSbom } from './sbom.ts'

/** `npm run sbom`: writes the bill of materials of each published package into `dist/sbom`. */
const folder = join(import.meta.dirname, '../../dist/sbom')
await mkdir(folder, { recursive: true })
for (const name of publishedPackages) {
  const packages = await dependenciesOf(name)
  checkLicences(packages)
  const sbom = await createSbom({ workspacePackage: `@orderport/${name}`, type: 'library', packages })
  await writeFile(join(folder, `${name}.cdx.json`), `${JSON.stringify(sbom, null, 2)}\n`)
  console.log(`${name}: ${packages.map((part) => `${part.name} ${part.version} (${part.license})`).join(', ')}`)
}
