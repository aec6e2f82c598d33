const rule = 'baseUrl is empty, a path that begins with one /, or an http or https address'
const without = 'without a query, a fragment, a user name, a password or a space'

/** `baseUrl` without slashes at its end. Throws a TypeError, which doesn't name it, for what could never work or leads elsewhere. */
export function addressOf(baseUrl: unknown): string {
  if (typeof baseUrl !== 'string' || !(isPath(baseUrl) || isHttp(baseUrl)) || /[?#\\\s]/.test(baseUrl)) {
    throw new TypeError(`${rule}, ${without}`)
  }
  return baseUrl.replace(/\/+$/, '')
}

/** A second slash would make it another host's address. */
function isPath(baseUrl: string): boolean {
  return baseUrl === '' || /^\/(?!\/)/.test(baseUrl)
}

function isHttp(baseUrl: string): boolean {
  if (!/^https?:\/\/[^/]/i.test(baseUrl)) return false
  try {
    const { username, password } = new URL(baseUrl)
    return username === '' && password === ''
  } catch {
    return false
  }
}
