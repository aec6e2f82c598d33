import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chartOf } from './chart.ts'
import { resultSchema, type Result } from './result.ts'

/** Writes `<date>-<commit>.json` and `.svg`. Returns the JSON's path. */
export async function writeResult(result: Result, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  const name = join(directory, `${result.date.slice(0, 10)}-${result.commit}`)
  await writeFile(`${name}.json`, `${JSON.stringify(result, null, 1)}\n`)
  await writeFile(`${name}.svg`, chartOf(result))
  return `${name}.json`
}

/** Reads a result that was written. Throws for a file that is none. */
export async function readResult(file: string): Promise<Result> {
  return resultSchema.parse(JSON.parse(await readFile(file, 'utf8')))
}
