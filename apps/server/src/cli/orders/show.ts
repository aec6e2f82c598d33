import { toWireOrder } from '@orderport/api'
import { stripReferenceMarks } from '@orderport/domain'
import { z } from 'zod'
import { defineCommand } from '../define-command.ts'
import { tenantInput } from '../inputs.ts'
import { formatOrder } from './format-order.ts'

export const showOrder = defineCommand({
  usage: 'show <order>',
  summary:
    'Show one stored order of a tenant by its reference or id, with the customer; the tenant’s audit records that an ' +
    'operator read it. Amazon is not asked',
  options: [['--tenant <tenant>', 'the tenant']],
  examples: [
    'orders show 171-4093870-1757126 --tenant boutique-lyon',
    'orders show ord-mlanrh0t-9kjknx --tenant boutique-lyon --json',
  ],
  input: z.object({
    order: z.string().min(1, 'must be a reference or an id'),
    tenant: tenantInput,
  }),
  async run({ order: typed, tenant }, { administration, now }) {
    const order = await administration.orders.show(tenant, stripReferenceMarks(typed))
    const wireOrder = toWireOrder(order, now())
    return { json: { tenantId: tenant, ...wireOrder }, text: formatOrder(tenant, wireOrder) }
  },
})
