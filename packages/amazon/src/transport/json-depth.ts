const quote = 0x22
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * Returns true where a JSON text nests arrays and objects deeper than `levels`. Reads the text once and without
 * recursion. The result means nothing for a text that isn't JSON.
 */
export function isNestedDeeperThan(levels: number, json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at += 1) {
    const unit = json.charCodeAt(at)
    if (unit === quote) at = endOfString(json, at)
    else if (unit === openBracket || unit === openBrace) depth += 1
    else if (unit === closeBracket || unit === closeBrace) depth -= 1
    if (depth > levels) return true
  }
  return false
}

/** Returns the index of the quote that closes the string opened at `opening`, or the text's end. */
function endOfString(json: string, opening: number): number {
  let at = opening + 1
  while (at < json.length && json.charCodeAt(at) !== quote) at += json.charCodeAt(at) === backslash ? 2 : 1
  return at
}
