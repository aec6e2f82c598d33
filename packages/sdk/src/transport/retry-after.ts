/** What an answer says about waiting, and the clock here in milliseconds since 1970. */
interface Waiting {
  readonly retryAfter: string | null
  /** The answer's `Date`; null where it can't be read, as across origins. */
  readonly date: string | null
  readonly now: number
}

/**
 * Seconds that a `Retry-After` header asks for, given as seconds or as a date; null without a readable one. A date is counted
 * from the answer's own, where there is one: the clock here may be minutes off.
 */
export function retryAfterSecondsOf({ retryAfter, date, now }: Waiting): number | null {
  const text = retryAfter?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  const moment = momentOf(text)
  return moment === null ? null : Math.max(0, Math.ceil((moment - (momentOf(date ?? '') ?? now)) / 1000))
}

function momentOf(text: string): number | null {
  const moment = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(moment) ? null : moment
}
