import { expect, it } from 'vitest'
import { administeredDatabase, kiel, lyon } from '../testing/administered-database.ts'

it.each(['owner', 'superuser'] as const)(
  'as the %s, an order is shown by id or reference, and that is recorded',
  async (login) => {
    await using fixture = await administeredDatabase(login)
    const { orders } = fixture.administration
    await fixture.database.superuserQuery(`
    INSERT INTO orders (id, tenant_id, external_order_id, channel, status, total_amount, order_date, raw_data) VALUES
      ('ord-1', '${lyon}', 'R-1', 'amazon', 'Shipped', 29.99, '2026-02-05T10:11:12Z', '{}'),
      ('ord-2', '${kiel}', 'R-1', 'amazon', 'Pending', 1, null, '{}')`)
    const order = { id: 'ord-1', tenantId: lyon, status: 'Shipped', totalAmount: '29.99', orderSource: 'amazon_spapi' }
    expect(await orders.show(lyon, 'R-1')).toMatchObject({ ...order, orderDate: '2026-02-05T10:11:12.000Z' })
    expect(await orders.show(lyon, 'ord-1')).toMatchObject(order)
    for (const unknown of ['ord-2', 'R-2', 'nul\0']) {
      await expect(orders.show(lyon, unknown)).rejects.toMatchObject({ fault: 'not_found' })
    }
    expect(await fixture.trail()).toEqual([`${lyon} order.show ord-1`, `${lyon} order.show ord-1`])
  },
)
