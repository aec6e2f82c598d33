import { defineConfig } from 'prisma/config'

/** Without the line break or blank that a file may leave at its end. An empty variable counts as unset. */
function databaseUrl(name: string): string | undefined {
  return process.env[name]?.trim() || undefined
}

// Without a URL too: `prisma generate` runs before there is a database.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: databaseUrl('DATABASE_ADMIN_URL') ?? databaseUrl('DATABASE_URL') ?? '' },
})
