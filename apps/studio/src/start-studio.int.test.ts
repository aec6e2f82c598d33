import { openInspection } from '@orderport/db'
import { migratedDatabase } from '@orderport/db/testing'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startStudio, type Studio } from './start-studio.ts'

const resources = new AsyncDisposableStack()
let database: TestDatabase
let studio: Studio

beforeAll(async () => {
  database = resources.use(await migratedDatabase())
  await database.superuserQuery(`INSERT INTO tenants (id) VALUES ('boutique-lyon'), ('atelier-berlin')`)
  const inspection = resources.use(await openInspection({ adminUrl: database.superuserUrl, studioUrl: null }))
  studio = resources.use(await startStudio(inspection, 0))
})

afterAll(() => resources.disposeAsync())

async function ask(body: object, headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await fetch(`${studio.url}/bff`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return answer.status === 200 ? await answer.json() : answer.status
}

const query = (sql: string, parameters: readonly unknown[] = []) =>
  ask({ procedure: 'query', query: { sql, parameters } })

describe('Studio', () => {
  it('answers the queries of Prisma’s page', async () => {
    expect(await query('SELECT id FROM tenants ORDER BY id')).toEqual([
      null,
      [{ id: 'atelier-berlin' }, { id: 'boutique-lyon' }],
    ])
    expect(await query('SELECT id FROM tenants WHERE id = $1', ['boutique-lyon'])).toEqual([
      null,
      [{ id: 'boutique-lyon' }],
    ])
    const one = { sql: 'SELECT 1 AS one' }
    expect(await ask({ procedure: 'sequence', sequence: [one, one] })).toEqual([
      [null, [{ one: 1 }]],
      [null, [{ one: 1 }]],
    ])
    expect(await ask({ procedure: 'transaction', queries: [one, one] })).toEqual([null, [[{ one: 1 }], [{ one: 1 }]]])
  })

  it('refuses to write, in Postgres’s words', async () => {
    const [failure] = Array.from(Object(await query(`INSERT INTO tenants (id) VALUES ('intruder')`)))
    expect(failure).toEqual({ name: 'error', message: expect.stringMatching(/permission denied|read-only/) })
    const steps = ['COMMIT', 'SET default_transaction_read_only = off', `INSERT INTO tenants (id) VALUES ('intruder')`]
    const queries = steps.map((sql) => ({ sql }))
    expect(await ask({ procedure: 'transaction', queries })).toEqual([expect.objectContaining({ name: 'error' })])
    expect(await database.superuserQuery(`SELECT FROM tenants WHERE id = 'intruder'`)).toEqual([])
  })

  it('answers what it does not know as Prisma’s own server does', async () => {
    expect(await ask({ procedure: 'sql-lint', sql: 'SELECT', schemaVersion: '1' })).toEqual([
      { name: 'Error', message: 'Executor does not support sql-lint' },
    ])
    expect(await ask({ procedure: 'other' })).toEqual([
      { name: 'Error', message: expect.stringContaining('not one of') },
    ])
  })

  it('serves a page that opens on the orders and may load nothing from elsewhere', async () => {
    const page = await fetch(studio.url)
    const html = await page.text()
    expect(html).toContain('#view=table&schema=public&table=orders')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'sha256-[^']+';.* connect-src 'self';/)
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/)
    for (const [, path = ''] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      expect((await fetch(`${studio.url}${path}`)).status).toBe(200)
    }
  })

  it('throws away what the page reports about itself', async () => {
    const report = { method: 'POST', body: JSON.stringify({ eventId: '1', name: 'studio_launched' }) }
    expect((await fetch(`${studio.url}/telemetry`, report)).status).toBe(204)
  })

  it.each([
    ['another site’s page', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://localhost:1' }],
    ['a page without an origin', { origin: 'null' }],
  ])('answers nothing to %s', async (_who, headers) => {
    expect(await ask({ procedure: 'query', query: { sql: 'SELECT 1' } }, headers)).toBe(403)
  })
})
