/** Where Orderport's internal listener is: that of `npm start` unless said otherwise. */
export function orderportUrl(): string {
  return process.env['ORDERPORT_URL'] ?? 'http://127.0.0.1:4000'
}

/** Who is logged in when no cookie says so. */
export function sessionDefaults(): { readonly tenantId: string; readonly userEmail: string } {
  return {
    tenantId: process.env['SESSION_TENANT_ID'] ?? 'boutique-lyon',
    userEmail: process.env['SESSION_USER_EMAIL'] ?? 'agent@example.com',
  }
}
