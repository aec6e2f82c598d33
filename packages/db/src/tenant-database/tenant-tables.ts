/** The tables with tenants' rows. Row-level security is forced on each of them; a test finds tables missing here. */
export const tenantTables = [
  'api_keys',
  'audit_event',
  'channel_connections',
  'import_flights',
  'import_items',
  'import_windows',
  'imports',
  'members',
  'order_counts',
  'order_sweeps',
  'orders',
  'orders_duplicates',
  'refresh_failures',
  'seller_claims',
  'tenants',
] as const
