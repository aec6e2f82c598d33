import { defineConfig } from 'prisma/config'

/** The model of the peer that is built on Prisma. Nothing migrates with it: the peer reads the service's own table. */
export default defineConfig({ schema: 'prisma/schema.prisma' })
