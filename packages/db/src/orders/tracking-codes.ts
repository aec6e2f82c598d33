import type { MergedFacts } from '@orderport/domain'
import { storableText } from '../columns/storable.ts'

/** Returns every tracking code of an order for the search: without blanks, each once, one a line; null for none. */
export function writeTrackingCodes({
  trackingCode,
  packages,
}: Pick<MergedFacts, 'trackingCode' | 'packages'>): string | null {
  const codes = [trackingCode, ...packages.map((shipped) => shipped.trackingCode)]
  const written = codes.map((code) => storableText(code ?? '').replaceAll(/\s/gu, '')).filter((code) => code !== '')
  return written.length === 0 ? null : [...new Set(written)].join('\n')
}
