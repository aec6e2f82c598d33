import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundledPackage } from './bundled-packages.ts'

const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i

/**
 * Returns the text that has to go with the code of others: of each package its name, version, licence and the licence's
 * text as it was published. A package that publishes none is listed by its licence's name.
 */
export async function licenceNotices(packages: readonly BundledPackage[]): Promise<string> {
  const notices = await Promise.all(packages.map((bundled) => notice(bundled)))
  return `Orderport contains code of these packages.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`
}

async function notice({ name, version, license, folder }: BundledPackage): Promise<string> {
  const files = (await readdir(folder)).filter((file) => licenceFile.test(file)).toSorted()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return [`${name} ${version}: ${license}\n`, ...texts.map((text) => `\n${text.trim()}\n`)].join('')
}
