import { raceAgainst } from '@orderport/domain'

/** A database that is away must not hold up the scrape that says so. */
const timeoutMs = 2000

/** Returns what asks at most once in `keepMs`, and gives `none` while there is no answer. */
export function createKeptAnswer<Answer>(
  ask: () => Promise<Answer>,
  { keepMs, none, now }: { readonly keepMs: number; readonly none: Answer; readonly now: () => Date },
): () => Promise<Answer> {
  let askedAt = Number.NEGATIVE_INFINITY
  let answer: Promise<Answer> = (async () => none)()
  return () => {
    const moment = now().getTime()
    if (moment - askedAt < keepMs) return answer
    askedAt = moment
    answer = raceAgainst(timeoutMs, ask()).catch(() => {
      askedAt = Number.NEGATIVE_INFINITY
      return none
    })
    return answer
  }
}
