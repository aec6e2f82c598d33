import { buildPackage } from './build-package.ts'
import { calendarOf, type Calendar } from './calendar.ts'
import { amazonBr } from './marketplace.ts'
import { sample, type SampleOrder } from './sample-order.ts'

/** Returns an order of Amazon.com.br, whose address comes in fields of its own. */
export function brazilianOrders(now: number): SampleOrder[] {
  return [withExtendedAddress(calendarOf(now, amazonBr.timeZone))]
}

function withExtendedAddress({ at, days }: Calendar): SampleOrder {
  const orderId = '701-6638204-9915547'
  return sample('in reais: street and number in fields of their own', {
    orderId,
    marketplace: amazonBr,
    createdTime: at(-6, '14:50'),
    lastUpdatedTime: at(-1, '11:35'),
    shipBy: days(-5, -3),
    deliverBy: days(-1, 4),
    status: 'SHIPPED',
    items: [
      {
        title: 'Garrafa térmica, 750 ml',
        asin: 'B0GARRAFA7',
        sku: 'GARRAFA-750',
        quantity: 1,
        unitPrice: '129.90',
        shipping: '18.40',
      },
    ],
    buyerName: 'João Conceição',
    address: {
      name: 'João Conceição',
      extendedFields: {
        streetName: 'Rua das Acácias',
        streetNumber: '482',
        complement: 'Apto 31',
        neighborhood: 'Jardim Primavera',
      },
      city: 'São Paulo',
      stateOrRegion: 'SP',
      postalCode: '01000-000',
      countryCode: 'BR',
      addressType: 'RESIDENTIAL',
    },
    packages: [
      buildPackage(orderId, {
        reference: '1',
        carrier: 'Correios',
        trackingNumber: 'AA000000482BR',
        shipTime: at(-4, '09:00'),
        status: 'IN_TRANSIT',
        contents: { 0: 1 },
      }),
    ],
  })
}
