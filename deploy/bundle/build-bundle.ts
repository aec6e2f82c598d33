import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { z } from 'zod'
import { listPackages, type BundledPackage } from './bundled-packages.ts'
import { checkLicences } from '../supply-chain/licences.ts'
import { createSbom } from '../supply-chain/sbom.ts'
import { licenceNotices } from './licence-notices.ts'

const root = join(import.meta.dirname, '../..')

/** Modules that know a folder of the checkout. In the bundle places.ts takes their place. */
const modulesWithPlaces = [
  'packages/db/src/migrate/migrations-folder.ts',
  'apps/server/src/docs/documents.ts',
  'apps/server/src/compiled-code-folder.ts',
].map((file) => join(root, file))

/** What the code asks for and does without when it isn't there. */
const optional = ['pg-native']

const manifestSchema = z.object({ version: z.string() })
const flagsSchema = z.array(z.string().startsWith('--')).min(1)

export interface Bundle {
  /** The packages whose code is in it, by name. Ours are left out. */
  readonly packages: readonly BundledPackage[]
}

/**
 * Writes the service and the operators' commands into a folder, which is emptied first: `serve.js` and `cli.js`, the
 * code that both load, its source maps, the migrations, the OpenAPI documents, the licences and the bill of materials.
 * It runs with Node.js alone. Throws if an import can't be resolved, or a licence isn't allowed.
 */
export async function buildBundle(folder: string): Promise<Bundle> {
  const flags = flagsSchema.parse(JSON.parse(await readFile(join(root, 'apps/server/node-flags.json'), 'utf8')))
  const { version } = manifestSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const packages = await writeCode(folder, flags)
  checkLicences(packages)
  const sbom = await createSbom({ workspacePackage: '@orderport/server', type: 'application', packages })
  await Promise.all([
    cp(join(root, 'prisma/migrations'), join(folder, 'migrations'), { recursive: true }),
    cp(join(root, 'packages/sdk/openapi'), join(folder, 'openapi'), { recursive: true }),
    cp(join(root, 'LICENSE'), join(folder, 'LICENSE')),
    writeFile(join(folder, 'THIRD-PARTY-LICENSES.txt'), await licenceNotices(packages)),
    writeFile(join(folder, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`),
    writeFile(join(folder, 'package.json'), manifest(version)),
  ])
  return { packages }
}

async function writeCode(folder: string, flags: readonly string[]): Promise<readonly BundledPackage[]> {
  await using build = await rolldown({
    cwd: root,
    input: { serve: join(root, 'apps/server/src/main.ts'), cli: join(root, 'apps/server/src/cli.ts') },
    platform: 'node',
    external: optional,
    onLog(level, { message }) {
      if (level === 'warn') throw new Error(`The bundle can't be built: ${message}`)
    },
    plugins: [
      {
        name: 'places',
        load: {
          filter: { id: modulesWithPlaces },
          handler: () => `export * from ${JSON.stringify(join(import.meta.dirname, 'places.ts'))}`,
        },
      },
    ],
  })
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    // All in one folder: places.ts may be in any of them.
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    banner: ({ name, isEntry }) => (isEntry ? shebang(name === 'serve' ? flags : []) : ''),
    sourcemap: true,
  })
  await Promise.all(['serve.js', 'cli.js'].map((name) => chmod(join(folder, name), 0o755)))
  const chunks = output.filter((part) => part.type === 'chunk')
  const missing = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]).filter(isForeign(chunks))
  if (missing.length > 0) throw new Error(`The bundle would have to import ${missing.join(', ')}.`)
  return await listPackages(chunks.flatMap((chunk) => chunk.moduleIds))
}

/** Returns whether an import of the bundle is neither of its own files, nor Node's, nor optional. */
function isForeign(chunks: readonly { readonly fileName: string }[]): (name: string) => boolean {
  const own = new Set(chunks.map(({ fileName }) => fileName))
  return (name) =>
    !own.has(name) && !name.startsWith('node:') && !builtinModules.includes(name) && !optional.includes(name)
}

/** V8 reads these flags before any code runs, so they can't be set by the code itself. */
function shebang(flags: readonly string[]): string {
  return `#!/usr/bin/env ${['-S', 'node', ...flags].join(' ')}`
}

/** Node reads from it that the code consists of ECMAScript modules. */
function manifest(version: string): string {
  const engines = { node: '>=24' }
  return `${JSON.stringify({ name: 'orderport', version, private: true, license: 'MIT', type: 'module', engines }, null, 2)}\n`
}
