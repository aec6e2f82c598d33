import { z } from 'zod'
import { defineCommand } from './define-command.ts'

/** `npm run migrate` is short for this command. */
export const migrateDatabase = defineCommand({
  usage: 'migrate',
  summary:
    'Bring the database up to this version (npm run migrate for short). May be run again at any time, by several at ' +
    'once, and after it was killed; a table orders that was made by hand is taken over while it is in use',
  options: [
    [
      '--keep-access <role>',
      'the database role of the service before this one: it goes on seeing every tenant’s orders until a run that ' +
        'does not name it; may be given more than once',
      'repeatable',
    ],
  ],
  examples: ['migrate', 'migrate --keep-access old_service'],
  input: z.object({ keepAccess: z.array(z.string().min(1, 'must name a role')).default([]) }),
  async run({ keepAccess }, { migrate }) {
    return { json: await migrate(keepAccess) }
  },
})
