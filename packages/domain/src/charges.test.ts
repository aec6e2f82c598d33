import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noCharges, reconcileCharges } from './charges.ts'
import { sumDecimals } from './decimal.ts'
import { anItem } from './testing.ts'

const item = (lineTotal: string | null, currency: string | null = 'EUR') => anItem({ lineTotal, currency })
const order = { products: [item('20.00'), item('5.50')], charges: null, totalAmount: '25.50', currency: 'EUR' }

describe('items, charges and total', () => {
  it.each([
    ['items alone', order, true],
    ['a total that they don’t explain', { ...order, totalAmount: '25.51' }, false],
    [
      'shipping, gift wrap and a discount',
      { ...order, charges: { ...noCharges, shipping: '4.99', giftWrap: '2', discount: '3.00' }, totalAmount: '29.49' },
      true,
    ],
    ['a total that isn’t known', { ...order, totalAmount: null }, null],
    ['an item whose total isn’t known', { ...order, products: [item('20.00'), item(null)] }, null],
    ['an item in another currency', { ...order, products: [item('20.00'), item('5.50', 'GBP')] }, null],
    [
      'an item that was cancelled',
      { ...order, products: [...order.products, anItem({ quantity: 0, lineTotal: null })] },
      true,
    ],
    ['no items', { ...order, products: [] }, null],
  ])('of %s add up: %#', (_name, given, addUp) => {
    expect(reconcileCharges(given)).toMatchObject({ addUp, taxIncluded: null })
  })

  it('can’t be compared where a charge was sent that isn’t known', () => {
    expect(reconcileCharges({ ...order, charges: { ...noCharges, incomplete: true } }).addUp).toBeNull()
    expect(reconcileCharges({ ...order, charges: { ...noCharges, incomplete: false } }).addUp).toBe(true)
  })

  it('tell tax that is in the prices from tax on top of them', () => {
    const charges = { ...noCharges, tax: '4.25' }
    expect(reconcileCharges({ ...order, charges })).toMatchObject({ addUp: true, taxIncluded: true, tax: '4.25' })
    expect(reconcileCharges({ ...order, charges, totalAmount: '29.75' })).toMatchObject({
      addUp: true,
      taxIncluded: false,
    })
    expect(reconcileCharges({ ...order, charges, totalAmount: '29.76' })).toMatchObject({
      addUp: false,
      taxIncluded: null,
    })
  })

  it('always add up when the total is their sum, and never when it is another amount', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 }).map((cents) => (cents / 100).toFixed(2))
    const some = fc.option(amount)
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 5 }),
        fc.record({
          shipping: some,
          giftWrap: some,
          tax: some,
          discount: some,
          other: some,
          incomplete: fc.constant(false),
        }),
        fc.integer({ min: 1, max: 1000 }).map((cents) => (cents / 100).toFixed(2)),
        (totals, charges, excess) => {
          const { shipping, giftWrap, tax, discount, other } = charges
          const said = [shipping, giftWrap, tax, other].filter((charge) => charge !== null)
          const totalAmount = sumDecimals([...totals, ...said, `-${discount ?? '0'}`])
          const products = totals.map((total) => item(total))
          expect(reconcileCharges({ products, charges, totalAmount, currency: 'EUR' }).addUp).toBe(true)
          const tooMuch = sumDecimals([totalAmount, excess])
          expect(reconcileCharges({ products, charges, totalAmount: tooMuch, currency: 'EUR' }).addUp).toBe(false)
        },
      ),
    )
  })
})
