import { describe, expect, it } from 'vitest'
import { readMigrations } from '../migrate/migration-files.ts'
import { addedColumns } from './add-columns.ts'
import { legacyColumns } from './adopt-table.ts'
import { archiveTable } from './move-duplicates.ts'
import { idKeyIsNeeded, replaceKeySql } from './replace-key.ts'
import { fullestFirst, hasRawData, usualChannel } from './row-rules.ts'
import { listIndex, uniqueKey } from './take-over.ts'

/**
 * Migrations can't change any more, so the take-over repeats parts of their SQL. Each copy is compared with its
 * original.
 */
const migrations = await readMigrations()
const [first, second, third] = migrations.map(({ sql }) => squashed(sql))

function squashed(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')').trim()
}

const typeNames = { text: 'TEXT', jsonb: 'JSONB', 'timestamp with time zone': 'TIMESTAMPTZ' } as const

describe('the first migration', () => {
  it('creates the columns by which the legacy table is recognised', () => {
    const columns = [...(first ?? '').matchAll(/[(,] "(\w+)" [A-Z]|\("(\w+)" [A-Z]/g)]
    expect(columns.map(([, next, start]) => next ?? start)).toEqual(legacyColumns)
  })
})

describe('the second migration', () => {
  it('adds the columns that a take-over adds', () => {
    const additions = addedColumns.map(([name, type]) => `ADD COLUMN "${name}" ${typeNames[type]}`)
    expect(second).toContain(`ALTER TABLE "orders" ${additions.join(', ')};`)
  })
})

describe('the third migration', () => {
  it('spells channels as a take-over does', () => {
    expect(third).toContain(`SET "channel" = ${usualChannel} WHERE "channel" IS DISTINCT FROM ${usualChannel};`)
  })

  it('ranks the rows of an order as a take-over does, once there are no JSON nulls', () => {
    const withoutJsonNulls = fullestFirst.replace(hasRawData, '("raw_data" IS NOT NULL)::int')
    expect(third).toContain(`ORDER BY ${squashed(withoutJsonNulls)})`)
  })

  it('creates the archive that a take-over creates', () => {
    expect(third).toContain(`CREATE TABLE ${squashed(archiveTable)};`)
  })

  it.each([uniqueKey, listIndex])('creates the index $name', ({ name, unique, on }) => {
    const index = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name} ON orders ${on};`
    expect(third?.replaceAll('"', '')).toContain(index)
  })
})

describe('the migration of the keys', () => {
  const sql = squashed(migrations.find(({ name }) => name.endsWith('_tenant_in_every_key'))?.sql ?? '')

  it('replaces the primary key as a later run does', () => {
    const [policy, reference] = squashed(idKeyIsNeeded).split(' OR ')
    expect(sql).toContain(`IF NOT ${policy} AND NOT ${reference} THEN ${squashed(replaceKeySql)};`)
  })
})
