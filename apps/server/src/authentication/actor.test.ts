import { expect, it } from 'vitest'
import { actorFromEmail, actorFromSubject } from './actor.ts'

it('names a person by a hash, which is the same in any spelling of the address', () => {
  const actor = actorFromEmail('agent@example.org')
  expect(actor).toMatch(/^user:[0-9a-f]{16}$/)
  expect(actorFromEmail(' Agent@Example.ORG ')).toBe(actor)
  expect(actorFromEmail('agent2@example.org')).not.toBe(actor)
})

it('tells the subjects of two issuers apart, and subjects from addresses', () => {
  const names = [
    actorFromSubject('https://a.example.org', '1'),
    actorFromSubject('https://b.example.org', '1'),
    actorFromSubject('https://a.example.org1', ''),
    actorFromEmail('agent@example.org'),
    actorFromSubject('', 'agent@example.org'),
  ]
  expect(names[0]).toMatch(/^subject:[0-9a-f]{16}$/)
  expect(new Set(names.map((name) => name.split(':')[1])).size).toBe(names.length)
})

it('never changes, because years of audit depend on it', () => {
  expect(actorFromEmail('agent@example.org')).toBe('user:8d23619330f12527')
  expect(actorFromSubject('https://login.example.org/', 'svc')).toBe('subject:c8508411dc77fa03')
})
