/** Returns a new order id: `ord-<base36 milliseconds>-<6 base36>`. `random` returns numbers in [0, 1). */
export function makeOrderId(now: Date, random: () => number): string {
  return makeId('ord', now, random)
}

/** Returns a new import's id: `imp-<base36 milliseconds>-<6 base36>`. `random` returns numbers in [0, 1). */
export function makeImportId(now: Date, random: () => number): string {
  return makeId('imp', now, random)
}

function makeId(prefix: string, now: Date, random: () => number): string {
  const suffix = Math.floor(random() * 36 ** 6)
    .toString(36)
    .padStart(6, '0')
  return `${prefix}-${now.getTime().toString(36)}-${suffix}`
}
