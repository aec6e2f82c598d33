import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** It shows pages of this machine, and calls nobody else. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where a Chromium is installed, or null where the tests that need one are left out. Throws in CI, where it must be there. */
export function installedBrowser(): string | null {
  const found = places.find((place) => existsSync(place)) ?? null
  if (found === null && process.env['CI'] === 'true') {
    throw new Error('CI has no browser: install Debian’s chromium (apt-get install chromium).')
  }
  return found
}

export async function launchBrowser(executablePath: string): Promise<Browser> {
  return await chromium.launch({ executablePath, args: flags })
}
