import stringWidth from 'string-width'

/** A table for people to read. A row has one cell for each header; null: unknown. */
export interface Table {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** Returns the table as lines with aligned columns; an empty string for a table without rows. */
export function formatTable({ headers, rows }: Table): string {
  if (rows.length === 0) return ''
  const lines = [headers.map((header) => header.toUpperCase()), ...rows.map((row) => row.map(printable))]
  const widths = headers.map((_, column) => Math.max(...lines.map((cells) => stringWidth(cells[column] ?? ''))))
  return lines
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => pad(cell, widths[column]))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** Stored text must neither move the cursor nor look like two rows. */
export function printable(cell: string | number | null): string {
  return cell === null ? '-' : String(cell).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}')
}

function pad(cell: string, width = 0): string {
  return cell + ' '.repeat(Math.max(0, width - stringWidth(cell)))
}
