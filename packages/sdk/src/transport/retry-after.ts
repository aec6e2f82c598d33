/** Seconds that a `Retry-After` header asks for, given as seconds or as a date; null without a readable one. */
export function retryAfterSecondsOf(header: string | null, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  const moment = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(moment) ? null : Math.max(0, Math.ceil((moment - now) / 1000))
}
