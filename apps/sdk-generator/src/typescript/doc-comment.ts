/** A TSDoc comment of these sentences, each on a line of its own. Throws for text that would end the comment. */
export function docComment(sentences: readonly string[], indent = ''): string {
  if (sentences.some((text) => /\*\/|\n/.test(text))) throw new Error(`Not for a comment: ${sentences.join()}`)
  const lines = sentences.map((text) => (/^@|[.…!?)]$/.test(text) ? text : `${text}.`))
  if (lines.length === 1) return `${indent}/** ${lines.join()} */\n`
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`, ''].join('\n')
}
