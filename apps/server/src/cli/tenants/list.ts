import { z } from 'zod'
import { defineCommand } from '../define-command.ts'

export const listTenants = defineCommand({
  usage: 'list',
  summary: 'List every tenant, with the number of its members and keys',
  examples: ['tenants list', 'tenants list --json'],
  input: z.object({}),
  async run(_, { administration }) {
    const tenants = await administration.tenants.list()
    return {
      json: tenants,
      text: {
        headers: ['tenant', 'name', 'members', 'keys', 'created'],
        rows: tenants.map(({ id, name, members, keys, createdAt }) => [id, name, members, keys, createdAt]),
      },
    }
  },
})
