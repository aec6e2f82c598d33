import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Writes files with these contents to a temporary folder; `pathOf` returns their paths. */
export async function pemFiles<Name extends string>(contents: Readonly<Record<Name, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'orderport-pem-'))
  const pathOf = (name: Name) => join(folder, name)
  for (const [name, content] of Object.entries<string>(contents)) await writeFile(join(folder, name), content)
  return { pathOf, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}
