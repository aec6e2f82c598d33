const longest = 500
const visibleAscii = /^[\x20-\x7e]+$/

/** The user agent in the form that Amazon asks for: `AppId/Version (Language=…; Platform=…)`. */
export const defaultUserAgent = `Orderport/0.1.0 (Language=TypeScript/7.0; Platform=Node/${process.versions.node})`

/** Gives the user agent back. Throws an Error if Amazon would refuse it: empty, over 500 characters, not plain ASCII. */
export function checkedUserAgent(userAgent: string): string {
  if (userAgent.length > longest || !visibleAscii.test(userAgent)) {
    throw new Error(`The user agent must be 1 to ${longest} characters of plain ASCII`)
  }
  return userAgent
}
