/** How many tenants the seeded orders belong to. */
const tenantCount = 200

/** The tenant that has a third of the orders. */
export const bigTenant = 'tenant-000'

/** Numbers of the multipliers are odd and no multiples of five, so that a product's last digits never repeat. */
const referenceDigits = `lpad((n * 1234567890123 % 100000000000000)::text, 14, '0')`

/** SQL that makes the order number `n` of a seeded table; requests are made with the same expressions. */
export const seeded = {
  tenant: `CASE WHEN n % 3 = 0 THEN '${bigTenant}' ELSE 'tenant-' || lpad((1 + n % ${tenantCount - 1})::text, 3, '0') END`,
  id: `'ord-m' || lpad(to_hex(n), 7, '0') || '-' || substr(md5(n::text), 1, 6)`,
  reference: `(ARRAY['171','402','403','404','405','406','407','408'])[1 + n % 8]
    || '-' || substr(${referenceDigits}, 1, 7) || '-' || substr(${referenceDigits}, 8, 7)`,
  /** Null for an order that isn't shipped. */
  trackingCode: `CASE WHEN n % 20 = 0 THEN NULL
    ELSE '6A' || lpad((n * 987654321987 % 100000000000)::text, 11, '0') END`,
} as const

const iso = (moment: string) => `to_char((${moment}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * Returns the SELECT that makes the orders numbered `$1` to `$2` of a table of `rows`, as the service stores what
 * Amazon answers: one of twenty is to be shipped, two are under way, the others have arrived. They were ordered over
 * two years, and their numbers grow with their dates.
 */
export function seededOrders(rows: number): string {
  return `
    WITH numbered AS (
      SELECT n, ${seeded.tenant} AS tenant_id, ${seeded.id} AS id, ${seeded.reference} AS reference,
        ${seeded.trackingCode} AS code,
        CASE WHEN n % 20 = 0 THEN 'pending' WHEN n % 20 < 3 THEN 'in_transit' ELSE 'delivered' END AS delivery,
        date_trunc('second', now()) - interval '10 days'
          - (${rows} - n)::float8 / ${rows} * 730 * interval '1 day' AS ordered_exactly,
        1 + n % 2 AS quantity, 9 + n % 40 AS whole, n % 4 = 0 AS has_second,
        (ARRAY['Lampe de lecture à pince', 'Carafe en verre soufflé', 'Plaid en laine, 130 x 170 cm',
          'Théière en fonte, 0,8 l', 'Étagère murale en chêne'])[1 + n % 5] AS product,
        (ARRAY['Élodie Vasseur', 'Karim Benali', 'Anne-Lise Moreau', 'Jonas Weber'])[1 + n % 4] AS customer
      FROM generate_series($1::bigint, $2::bigint) AS n
    ), dated AS (
      SELECT *, date_trunc('second', ordered_exactly) AS ordered, delivery <> 'pending' AS shipped,
        (whole + 0.99) * quantity + CASE WHEN has_second THEN 12.50 ELSE 0 END + 4.99 AS total,
        CASE WHEN delivery = 'delivered' THEN date_trunc('second', ordered_exactly) + interval '6 days'
          ELSE date_trunc('day', now()) + interval '6 days' END AS promised
      FROM numbered
    )
    SELECT id, tenant_id, reference AS external_order_id, 'amazon' AS channel,
      CASE WHEN shipped THEN 'Shipped' ELSE 'Unshipped' END AS status, total AS total_amount, 'EUR' AS currency,
      ordered AS order_date, 'MFN' AS fulfillment_channel, customer AS customer_name,
      md5(reference) || '@marketplace.amazon.fr' AS customer_email,
      14 + n % 80 || ' rue des Tisserands, 69100 Villeurbanne, FR' AS customer_address,
      CASE WHEN shipped THEN 'Colissimo' END AS carrier, code AS tracking_code,
      'https://www.laposte.fr/outils/suivre-vos-envois?code=' || code AS tracking_url, delivery AS delivery_status,
      jsonb_build_array(${item('1', 'product', 'quantity', `whole || '.99'`)})
        || CASE WHEN has_second THEN jsonb_build_array(${item('2', `'Ampoule E14, lumière chaude'`, '1', `'12.50'`)})
          ELSE '[]' END AS products,
      jsonb_build_object('orderId', reference, 'salesChannel', 'AMAZON', 'programs', '[]'::jsonb) AS raw_data,
      ordered + interval '1 hour' AS created_at, ordered + interval '3 days' AS updated_at,
      'A13V1IB3VIYZZH' AS marketplace, '+33 4 99 00 00 ' || 10 + n % 90 AS customer_phone,
      jsonb_build_object('name', customer, 'companyName', NULL,
        'lines', jsonb_build_array(14 + n % 80 || ' rue des Tisserands'), 'city', 'Villeurbanne',
        'districtOrCounty', NULL, 'stateOrRegion', NULL, 'municipality', NULL, 'postalCode', '69100',
        'countryCode', 'FR', 'addressType', 'RESIDENTIAL') AS shipping_address,
      CASE WHEN shipped THEN jsonb_build_array(jsonb_build_object('packageReferenceId', '1', 'carrier', 'Colissimo',
        'trackingCode', code, 'trackingUrl', 'https://www.laposte.fr/outils/suivre-vos-envois?code=' || code,
        'status', delivery, 'statusSince', ${iso(`ordered + interval '3 days'`)},
        'shippedAt', ${iso(`ordered + interval '1 day'`)},
        'contents', jsonb_build_array(jsonb_build_object('orderItemId', n || '01', 'quantity', quantity))))
        ELSE '[]' END AS packages,
      CASE WHEN shipped THEN ordered + interval '1 day' END AS shipped_at, promised AS estimated_delivery_at,
      CASE WHEN shipped THEN ordered + interval '2 days' ELSE promised - interval '3 days' END AS latest_ship_date,
      ordered + interval '3 days' AS source_updated_at, date_trunc('second', now()) AS checked_at,
      'BL-' || n AS seller_order_number, code AS tracking_codes,
      jsonb_build_object('charges', jsonb_build_object('shipping', '4.99', 'giftWrap', NULL, 'tax', NULL,
          'discount', NULL, 'other', NULL),
        'deliverFrom', ${iso(`promised - interval '3 days'`)}, 'isGift', NULL, 'isPrime', n % 7 = 0,
        'isBusiness', false, 'pickupPoint', false) AS details
    FROM dated`
}

/** The columns of `seededOrders`, in its order. */
export const seededColumns = `id, tenant_id, external_order_id, channel, status, total_amount, currency, order_date,
  fulfillment_channel, customer_name, customer_email, customer_address, carrier, tracking_code, tracking_url,
  delivery_status, products, raw_data, created_at, updated_at, marketplace, customer_phone, shipping_address, packages,
  shipped_at, estimated_delivery_at, latest_ship_date, source_updated_at, checked_at, seller_order_number,
  tracking_codes, details`

function item(position: string, name: string, quantity: string, price: string): string {
  return `jsonb_build_object('orderItemId', n || '0${position}', 'name', ${name}, 'sku', 'SKU-' || n % 500 || '-${position}',
    'asin', 'B0' || lpad((n % 500)::text, 7, '0') || '${position}', 'quantity', ${quantity}, 'qty', ${quantity},
    'quantityShipped', CASE WHEN shipped THEN ${quantity} ELSE 0 END, 'price', (${price})::numeric,
    'unitPrice', ${price}, 'lineTotal', ((${price})::numeric * ${quantity})::text, 'currency', 'EUR',
    'cancellation', NULL)`
}
