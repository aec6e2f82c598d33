/** A number as people read it: 12,000. */
export function shown(count: number): string {
  return count.toLocaleString('en-US')
}
