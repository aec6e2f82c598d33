import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installConsumer, type ConsumerProject } from './testing/consumer-project.ts'

const workspace = join(import.meta.dirname, '../../..')
const tsc = join(workspace, 'node_modules/typescript/bin/tsc')

/** Names of the server: none has any business in what a front end gets. */
const innerNames = /\b(Context|Services|TenantId|DomainError|AppRouter|Zod\w*|Prisma\w*|Fastify\w*|NodeJS)\b/g
const innerModules = /@orderport\/(?!sdk\b)[\w-]+|\b(vault|prisma|fastify|zod|pino)\b|\bnode:\w+/gi
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

async function packed(extension: string): Promise<PackedFile[]> {
  const root = join(project.folder, 'node_modules/@orderport/sdk')
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(extension))
  return await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(root, name), 'utf8') })))
}

describe('the packed SDK', () => {
  it('has no fault that publint or are-the-types-wrong knows', async () => {
    const tarball = '../orderport-sdk.tgz'
    expect(await project.tool('publint', '--strict', tarball)).toContain('All good!')
    const report = await project.tool('attw', tarball, '--profile', 'esm-only', '--format', 'ascii')
    expect(report.match(/node16 \(from ESM\): 🟢/g)?.length).toBeGreaterThanOrEqual(2)
  })

  it('declares nothing of the server, and no secret', async () => {
    const declarations = await packed('.d.ts')
    expect(declarations.map(({ name }) => name)).toEqual(expect.arrayContaining(['dist/index.d.ts', 'dist/trpc.d.ts']))
    const found = declarations.flatMap(({ name, text }) => {
      const code = withoutComments(text)
      const hits = [innerNames, innerModules, secrets].flatMap((pattern) => code.match(pattern) ?? [])
      return hits.map((hit) => `${name}: ${hit}`)
    })
    expect(found).toEqual([])
  })

  it('imports its own files and tRPC, and nothing of Node', async () => {
    const files = [...(await packed('.d.ts')), ...(await packed('.js'))]
    const imports = files.map(
      ({ text }) => text.match(/(?<=\b(?:from|import)\s*\(?['"])[^.'"\n][^'"\n]*(?=['"])/g) ?? [],
    )
    expect([...new Set(imports.flat())].toSorted()).toEqual(['@trpc/client', '@trpc/server', '@trpc/server/observable'])
  })

  it('shows documentation for every field and every call', async () => {
    const declarations = await packed('.d.ts')
    const documented = ['router.gen.d.ts', 'options.d.ts', 'orders.d.ts', 'orderport-error.d.ts']
    const bare = documented.map((suffix) => {
      const { text } = declarations.find(({ name }) => name.endsWith(suffix)) ?? { text: '' }
      return { suffix, ...fieldsOf(text) }
    })
    expect(bare).toEqual(documented.map((suffix) => ({ suffix, documented: expect.any(Number), undocumented: [] })))
    for (const { documented: count } of bare) expect(count).toBeGreaterThanOrEqual(4)
  })

  it('is called as its README says', async () => {
    const readme = await readFile(join(project.folder, 'node_modules/@orderport/sdk/README.md'), 'utf8')
    const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
    expect(blocks.length).toBeGreaterThanOrEqual(5)
    const file = join(project.folder, 'src/readme.ts')
    await writeFile(file, [...blocks, assumedByReadme].join('\n'))
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

  it('costs a compiler at least ten times fewer type instantiations than the router itself', async () => {
    const sdk = await instantiations(join(project.folder, 'src/sdk-calls.ts'))
    const trpc = await instantiations(join(project.folder, 'src/trpc-calls.ts'))
    const appRouter = await instantiations(join(import.meta.dirname, 'testing/app-router-consumer.ts'))
    process.stdout.write(
      `type instantiations of the same three calls: ${sdk} on the SDK; ${trpc} on tRPC’s client with the SDK’s router; ` +
        `${appRouter} with the server’s router, ${Math.floor(appRouter / Math.max(1, sdk))} and ${(appRouter / trpc).toFixed(1)} times as many\n`,
    )
    expect(trpc).toBeGreaterThan(0)
    expect(appRouter).toBeGreaterThan(10 * sdk)
    expect(appRouter).toBeGreaterThan(trpc)
  })
})

/** What the README's reader has: a session, and somewhere to show a text. */
const assumedByReadme = 'declare const session: { accessToken: string }; declare function show(text: string): void'

/** Counted in one thread: each thread of the compiler instantiates for itself. */
async function instantiations(file: string): Promise<number> {
  const options = ['--strict', '--skipLibCheck', '--noEmit', '--module', 'nodenext', '--target', 'es2024']
  const node = [
    '--types',
    join(workspace, 'node_modules/@types/node'),
    '--allowImportingTsExtensions',
    '--ignoreConfig',
  ]
  const args = [...options, ...node, '--singleThreaded', '--extendedDiagnostics', file]
  const said = await project.run(process.execPath, tsc, ...args)
  const count = /^Instantiations:\s+(\d+)/m.exec(said)?.[1]
  if (count === undefined) throw new Error(`the compiler did not count: ${said}`)
  return Number(count)
}

/** The members of a declaration file's interfaces and classes, those of tRPC's router type aside. */
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
