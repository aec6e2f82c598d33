const maxLength = 500
const visibleAscii = /^[\x20-\x7e]+$/

/** The user agent in the form that Amazon requires: `AppId/Version (Language=…; Platform=…)`. */
export const defaultUserAgent = `Orderport/0.1.0 (Language=TypeScript/7.0; Platform=Node/${process.versions.node})`

/**
 * Returns the user agent. Throws an Error if Amazon would refuse it: empty, over 500 characters, or not plain ASCII.
 */
export function checkedUserAgent(userAgent: string): string {
  if (userAgent.length > maxLength || !visibleAscii.test(userAgent)) {
    throw new Error(`The user agent must be 1 to ${maxLength} characters of plain ASCII`)
  }
  return userAgent
}
