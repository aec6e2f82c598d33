import { readFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type ColumnType } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { __wbg_set_wasm as connectEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { Pool, type PoolClient } from 'pg'
import { readMigrations } from '../migrate/migration-files.ts'
import { migrationsFolder } from '../migrate/migrations-folder.ts'

/** A diagnosis by Prisma's own schema engine. Prisma does not support this package: it is for tests only. */
export interface SchemaDiagnosis {
  /** The SQL that would turn the database into prisma/schema.prisma; null if they already agree. */
  readonly drift: string | null
  readonly history: Awaited<ReturnType<bindings.SchemaEngine['diagnoseMigrationHistory']>>
}

const prismaFolder = new URL('..', pathToFileURL(`${migrationsFolder}/`))
const filters = { externalTables: [], externalEnums: [] }

/** Compares the database with the schema, and its history with our migrations. Changes nothing. */
export async function diagnoseSchema(url: string): Promise<SchemaDiagnosis> {
  const schema = { path: 'schema.prisma', content: await readFile(new URL('schema.prisma', prismaFolder), 'utf8') }
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 5000, query_timeout: 20_000 })
  pool.on('connect', readCharAsUuid)
  try {
    await startEngine
    const factory = bindMigrationAwareSqlAdapterFactory(factoryWithCharacters(pool))
    const engine = await bindings.SchemaEngine.new(
      { datamodels: [[schema.path, schema.content]] },
      () => undefined,
      factory,
    )
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: [schema], configDir: fileURLToPath(prismaFolder) },
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: true,
      filters,
    })
    const history = await engine.diagnoseMigrationHistory({
      migrationsList: await migrationList(),
      optInToShadowDatabase: false,
      filters,
    })
    return { drift: exitCode === 0 ? null : stdout, history }
  } finally {
    await pool.end()
  }
}

async function migrationList() {
  const migrations = await readMigrations()
  const lockfile = await readFile(new URL('migrations/migration_lock.toml', prismaFolder), 'utf8')
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
}

/** Node has WebAssembly, but its types do not. */
declare const WebAssembly: {
  instantiate(
    code: Uint8Array,
    imports: Readonly<Record<string, object>>,
  ): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>
}

/** Loads the .wasm file by hand: the package's own entry imports it as a module, which Vitest can't do. */
const startEngine = instantiate()

async function instantiate(): Promise<void> {
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const code = await readFile(new URL('schema_engine_bg.wasm', entry))
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': { ...bindings } })
  connectEngine(instance.exports)
  const start = instance.exports['__wbindgen_start']
  if (typeof start !== 'function') throw new Error('The schema engine has no start function.')
  start()
}

const charType = 18
const uuidType = 2950

/**
 * Maps the type "char" of system columns, which Prisma's adapter for pg does not know, to UUID. The engine's own
 * queries read no UUIDs, so `factoryWithCharacters` can map them back to characters.
 */
function readCharAsUuid(client: PoolClient): void {
  client.connection.prependListener('rowDescription', ({ fields }: { fields: { dataTypeID: number }[] }) => {
    for (const field of fields) {
      if (field.dataTypeID === charType) field.dataTypeID = uuidType
    }
  })
}

function factoryWithCharacters(pool: Pool): PrismaPg {
  const factory = new PrismaPg(pool)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query)
      return { ...result, columnTypes: result.columnTypes.map(asCharacter) }
    }
    return adapter
  }
  return factory
}

function asCharacter(type: ColumnType): ColumnType {
  return type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type
}
