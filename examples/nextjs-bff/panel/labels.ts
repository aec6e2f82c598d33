/** The words of an order in French. A newer Orderport may send a value that isn't listed: it is shown as it is. */

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
  returning: 'En cours de retour',
  cancelled: 'Annulé',
  undeliverable: 'Non distribuable',
  lost: 'Perdu',
  damaged: 'Endommagé',
  refused: 'Refusé par l’acheteur',
  returned: 'Retourné',
}

const promiseLabels: Readonly<Record<string, string>> = {
  on_time: 'Dans les délais',
  at_risk: 'À risque',
  late: 'En retard',
  delivered: 'Livrée',
  delivered_late: 'Livrée en retard',
  unknown: '—',
}

const channelLabels: Readonly<Record<string, string>> = {
  AFN: 'Amazon (FBA)',
  MFN: 'le vendeur (FBM)',
}

const cancelledByLabels: Readonly<Record<string, string>> = {
  buyer: 'l’acheteur',
  merchant: 'le vendeur',
  amazon: 'Amazon',
}

export function statusLabel(status: string): string {
  return statusLabels[status] ?? status
}

export function deliveryLabel(status: string): string {
  return deliveryLabels[status] ?? status
}

/** Returns how an order stands against its promise. */
export function promiseLabel(state: string): string {
  return promiseLabels[state] ?? state
}

/** Returns who ships. */
export function channelLabel(channel: string | null): string {
  return channel === null ? '—' : (channelLabels[channel] ?? channel)
}

/** Returns ` par l’acheteur`, or nothing if Amazon doesn't say who. */
export function byWhom(by: string | null): string {
  return by === null ? '' : ` par ${cancelledByLabels[by] ?? by}`
}
