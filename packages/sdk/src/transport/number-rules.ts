/** A call's milliseconds, or a URL's characters; Infinity is as many as there can be. */
export function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0
}

/** How often a call may be sent again. */
export function isRetryCount(value: unknown): value is number {
  return isWhole(value) && value >= 0
}

/** How many calls a batch may hold. */
export function isItemCount(value: unknown): value is number {
  return isWhole(value) && value >= 1
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value)
}
