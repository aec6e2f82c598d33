import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser shows pages of this machine, and makes no calls of its own. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Returns the path of a Chromium, or null: tests that need one are then skipped. Throws without one in CI. */
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
