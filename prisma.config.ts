import { defineConfig } from 'prisma/config'

// Without a URL too: `prisma generate` runs before there is a database.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_ADMIN_URL'] ?? process.env['DATABASE_URL'] ?? '' },
})
