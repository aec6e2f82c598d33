/** A clock that stands still until the test moves it. */
export function createClock(start = '2026-11-23T10:00:00.000Z') {
  let time = Date.parse(start)
  return {
    now: () => new Date(time),
    pass(milliseconds: number) {
      time += milliseconds
    },
  }
}
