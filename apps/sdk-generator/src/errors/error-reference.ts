import { errorCatalogue, errorCodes, type ErrorCode } from '@orderport/domain'
import type { Contract } from '../contract.ts'
import { failureCodes } from '../openapi/failures.ts'
import { errorGuidance } from './error-guidance.ts'

const head = (dataFields: readonly string[]) => `# Errors

<!-- Generated from packages/domain/src/error-catalogue.ts by \`npm run generate\`. Do not edit: change the catalogue, generate, commit. -->

Every failure has one code, the same over REST and tRPC. Programs read the code; people read the French sentence.

- REST answers with the HTTP status and \`{"error": "<French sentence>", "code": "<CODE>", "requestId": "…"}\`.
- tRPC answers with \`error.message\` (in English; it may name the field) and \`error.data\`, whose \`appCode\` is the code:
  ${dataFields.map((field) => `\`${field}\``).join(', ')}.
- _Again_ says whether the same call may succeed later without any change. 429 and 503 always carry \`Retry-After\`, in
  seconds; other failures carry it if the time is known.
- No failure leaves an order behind, changes one, or is remembered as an answer.
`

/** Returns `docs/errors.md`: every code of the catalogue. */
export function errorReference(contract: Contract): string {
  const codes = errorCodes.toSorted((one, other) => errorCatalogue[one].status - errorCatalogue[other].status)
  const rows = codes.map((code) => {
    const { status, trpcCode, retryable } = errorCatalogue[code]
    return [String(status), `[\`${code}\`](#${code.toLowerCase()})`, `\`${trpcCode}\``, retryable ? 'yes' : 'no']
  })
  const sections = codes.map((code) => section(code, contract))
  const dataFields = Object.keys(contract.types.get(contract.failureData)?.properties ?? {})
  return [head(dataFields), table(['HTTP', 'code', 'tRPC code', 'again'], rows), ...sections].join('\n')
}

function section(code: ErrorCode, contract: Contract): string {
  const { sentence, message } = errorCatalogue[code]
  const from = contract.procedures.filter((procedure) => failureCodes(procedure, contract).includes(code))
  const all = from.length === contract.procedures.length
  const places = from.map(({ path }) => `\`${path.join('.')}\``).join(', ')
  const calls = all ? 'any call' : places === '' ? 'any other address' : places
  return [`## ${code}`, `> ${sentence}`, `${message} From ${calls}.`, `**What to do**: ${errorGuidance[code]}\n`].join(
    '\n\n',
  )
}

/** Returns a Markdown table with aligned columns, as the formatter writes it. */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('')
}
