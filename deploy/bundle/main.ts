import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { buildBundle } from './build-bundle.ts'

/** `npm run bundle`: builds the production bundle in `dist/bundle`, and prints its size. */
const folder = join(import.meta.dirname, '../../dist/bundle')
const { packages } = await buildBundle(folder)
const sizes = await sizesByExtension(folder)
const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
console.log(`${folder}: ${megabytes(total)}, with code of ${packages.length} packages`)
for (const [extension, size] of sizes) console.log(`  ${extension}  ${megabytes(size)}`)

async function sizesByExtension(parent: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  for (const entry of await readdir(parent, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const { size } = await stat(join(entry.parentPath, entry.name))
    const extension = extname(entry.name) || 'others'
    sizes.set(extension, (sizes.get(extension) ?? 0) + size)
  }
  return sizes
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
