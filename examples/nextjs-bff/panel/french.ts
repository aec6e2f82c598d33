const statusLabels: Readonly<Record<string, string>> = {
  PendingAvailability: 'En attente de disponibilité',
  Pending: 'En attente de paiement',
  Unshipped: 'À expédier',
  PartiallyShipped: 'Partiellement expédiée',
  Shipped: 'Expédiée',
  InvoiceUnconfirmed: 'Facture à confirmer',
  Canceled: 'Annulée',
  Unfulfillable: 'Non réalisable',
  Unknown: 'Statut inconnu',
}

const deliveryLabels: Readonly<Record<string, string>> = {
  pending: 'En attente',
  preparing: 'En préparation',
  shipped: 'Expédié',
  in_transit: 'En transit',
  out_for_delivery: 'En cours de livraison',
  delivered: 'Livré',
  cancelled: 'Annulé',
  undeliverable: 'Non distribuable',
  returned: 'Retourné',
}

export function statusLabel(status: string): string {
  return statusLabels[status] ?? status
}

export function deliveryLabel(status: string): string {
  return deliveryLabels[status] ?? status
}

/** Returns an amount such as `29,99 €`. */
export function money(amount: number | null, currency: string | null): string {
  if (amount === null) return 'montant inconnu'
  return currency === null
    ? amount.toLocaleString('fr-FR')
    : amount.toLocaleString('fr-FR', { style: 'currency', currency })
}

/** Returns the date in Paris, such as `19 janvier 2026`. */
export function day(moment: string | null): string {
  if (moment === null) return 'inconnue'
  return new Date(moment).toLocaleDateString('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' })
}
