import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installConsumer, type ConsumerProject } from './testing/consumer-project.ts'

const workspace = join(import.meta.dirname, '../../..')
const tsc = join(workspace, 'node_modules/typescript/bin/tsc')

/** Names of the server, which a front end must not get. */
const serverNames = /\b(Context|Services|TenantId|DomainError|AppRouter|Zod\w*|Prisma\w*|Fastify\w*|NodeJS)\b/g
const serverModules = /@orderport\/(?!sdk\b)[\w-]+|\b(vault|prisma|fastify|zod|pino)\b|\bnode:\w+/gi
const secrets = /refresh_?token|client_?(secret|id)|seller_?id|access_?token|api_?key|password/gi

let project: ConsumerProject

beforeAll(async () => {
  project = await installConsumer('package-checks')
})

afterAll(() => project[Symbol.asyncDispose]())

interface PackedFile {
  readonly name: string
  readonly text: string
}

async function packedFiles(extension: string): Promise<PackedFile[]> {
  const root = join(project.folder, 'node_modules/@orderport/sdk')
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(extension))
  return await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(root, name), 'utf8') })))
}

describe('the packed SDK', () => {
  it('passes publint and are-the-types-wrong', async () => {
    const tarball = '../orderport-sdk.tgz'
    expect(await project.tool('publint', '--strict', tarball)).toContain('All good!')
    const report = await project.tool('attw', tarball, '--profile', 'esm-only', '--format', 'ascii')
    expect(report.match(/node16 \(from ESM\): 🟢/g)?.length).toBeGreaterThanOrEqual(2)
  })

  it('declares nothing of the server, and no secret', async () => {
    const declarations = await packedFiles('.d.ts')
    expect(declarations.map(({ name }) => name)).toEqual(expect.arrayContaining(['dist/index.d.ts', 'dist/trpc.d.ts']))
    const found = declarations.flatMap(({ name, text }) => {
      const code = withoutComments(text)
      const hits = [serverNames, serverModules, secrets].flatMap((pattern) => code.match(pattern) ?? [])
      return hits.map((hit) => `${name}: ${hit}`)
    })
    expect(found).toEqual([])
  })

  it('imports its own files, tRPC and the parser of events only, nothing of Node', async () => {
    const files = [...(await packedFiles('.d.ts')), ...(await packedFiles('.js'))]
    const imports = files.map(
      ({ text }) => text.match(/(?<=\b(?:from|import)(?:\s+|\()['"])[^.'"\n][^'"\n]*(?=['"])/g) ?? [],
    )
    expect([...new Set(imports.flat())].toSorted()).toEqual([
      '@trpc/client',
      '@trpc/server',
      '@trpc/server/observable',
      'eventsource-parser',
    ])
  })

  it('documents every field and every call', async () => {
    const declarations = await packedFiles('.d.ts')
    const documented = ['router.gen.d.ts', 'options.d.ts', 'orders.d.ts', 'imports.d.ts', 'orderport-error.d.ts']
    const bare = documented.map((suffix) => {
      const { text } = declarations.find(({ name }) => name.endsWith(suffix)) ?? { text: '' }
      return { suffix, ...fieldsOf(text) }
    })
    expect(bare).toEqual(documented.map((suffix) => ({ suffix, documented: expect.any(Number), undocumented: [] })))
    for (const { documented: count } of bare) expect(count).toBeGreaterThanOrEqual(4)
  })

  it('compiles the examples of its README', async () => {
    const readme = await readFile(join(project.folder, 'node_modules/@orderport/sdk/README.md'), 'utf8')
    const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
    expect(blocks.length).toBeGreaterThanOrEqual(5)
    const file = join(project.folder, 'src/readme.ts')
    await writeFile(file, [...blocks, readerDeclarations].join('\n'))
    const lib = [
      '--lib',
      'es2022,dom,dom.asynciterable,esnext.disposable',
      '--target',
      'es2022',
      '--module',
      'nodenext',
    ]
    await project.run(process.execPath, tsc, '--strict', '--noEmit', '--ignoreConfig', ...lib, file)
  })

  it('costs a compiler at most a tenth of the router’s type instantiations', async ({ annotate }) => {
    const sdk = await instantiations(join(project.folder, 'src/sdk-calls.ts'))
    const trpc = await instantiations(join(project.folder, 'src/trpc-calls.ts'))
    const appRouter = await instantiations(join(import.meta.dirname, 'testing/app-router-consumer.ts'))
    await annotate(
      `type instantiations of the same three calls: ${sdk} with the SDK, ${trpc} with tRPC’s client on its router, ` +
        `${appRouter} on the server’s`,
    )
    expect(trpc).toBeGreaterThan(0)
    expect(appRouter).toBeGreaterThan(10 * sdk)
    expect(appRouter).toBeGreaterThan(trpc)
  })
})

/** Declarations that the README's examples leave to the reader. */
const readerDeclarations = 'declare const session: { accessToken: string }; declare function show(text: string): void'

/** Counts type instantiations, in one thread because each thread of the compiler instantiates types itself. */
async function instantiations(file: string): Promise<number> {
  const options = ['--strict', '--skipLibCheck', '--noEmit', '--module', 'nodenext', '--target', 'es2024']
  const node = [
    '--types',
    join(workspace, 'node_modules/@types/node'),
    '--allowImportingTsExtensions',
    '--ignoreConfig',
  ]
  const args = [...options, ...node, '--singleThreaded', '--extendedDiagnostics', file]
  const output = await project.run(process.execPath, tsc, ...args)
  const count = /^Instantiations:\s+(\d+)/m.exec(output)?.[1]
  if (count === undefined) throw new Error(`the compiler reported no instantiations: ${output}`)
  return Number(count)
}

/** The members of a declaration file's interfaces and classes, except those of tRPC's router type. */
function fieldsOf(text: string): { documented: number; undocumented: string[] } {
  const [own = ''] = text.split(/export type OrderportRouter\b/)
  const lines = own.split('\n').map((line) => line.trim())
  const fields = lines.flatMap((line, index) => {
    const isField = /^(static |readonly )*\w+\??[:(]/.test(line) && !line.startsWith('constructor')
    return isField ? [{ line, isDocumented: lines[index - 1]?.endsWith('*/') ?? false }] : []
  })
  const undocumented = fields.filter(({ isDocumented }) => !isDocumented).map(({ line }) => line)
  return { documented: fields.length - undocumented.length, undocumented }
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '')
}
