/** What stands for a value that isn't known. */
export const unknown = '—'

const timeZone = 'Europe/Paris'

/** Returns an amount such as `29,99 €`, or `12,00 £GB` in another currency. */
export function money(amount: number | null, currency: string | null): string {
  if (amount === null) return unknown
  return currency === null
    ? amount.toLocaleString('fr-FR')
    : amount.toLocaleString('fr-FR', { style: 'currency', currency })
}

export function count(quantity: number | null): string {
  return quantity === null ? unknown : String(quantity)
}

/** Returns the date in Paris, such as `19 janvier 2026`. */
export function day(moment: string | null): string {
  return moment === null ? unknown : new Date(moment).toLocaleDateString('fr-FR', { dateStyle: 'long', timeZone })
}

/** Returns the date and time in Paris, such as `19 janv. 2026, 14:05`. */
export function dayAndTime(moment: string | null): string {
  if (moment === null) return unknown
  return new Date(moment).toLocaleString('fr-FR', { dateStyle: 'medium', timeStyle: 'short', timeZone })
}

/** Returns the days of a window, such as `du 22 janvier 2026 au 25 janvier 2026`. */
export function days({ from, to }: { readonly from: string | null; readonly to: string | null }): string {
  if (from !== null && to !== null) return day(from) === day(to) ? day(to) : `du ${day(from)} au ${day(to)}`
  if (to !== null) return `jusqu’au ${day(to)}`
  return from === null ? unknown : `à partir du ${day(from)}`
}

/** Returns how long ago it was, such as `il y a 5 minutes`. */
export function ago(moment: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(moment)) / 60_000)
  if (minutes < 1) return 'à l’instant'
  const format = new Intl.RelativeTimeFormat('fr-FR')
  if (minutes < 60) return format.format(-minutes, 'minute')
  return minutes < 48 * 60
    ? format.format(-Math.floor(minutes / 60), 'hour')
    : format.format(-Math.floor(minutes / (24 * 60)), 'day')
}
