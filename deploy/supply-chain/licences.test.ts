import { expect, it } from 'vitest'
import { checkLicences, isAllowed } from './licences.ts'

it.each(['MIT', 'Apache-2.0', '(MIT OR CC0-1.0)', '(Public Domain OR MIT)', 'GPL-3.0-only OR MIT', 'MIT AND ISC'])(
  '%s is allowed',
  (license) => expect(isAllowed(license)).toBe(true),
)

it.each(['GPL-3.0-only', 'AGPL-3.0-or-later', 'MIT AND GPL-2.0-only', 'UNLICENSED', 'SEE LICENSE IN x', '', '(MIT)X'])(
  '“%s” is not',
  (license) => expect(isAllowed(license)).toBe(false),
)

it('names the package whose licence is not allowed', () => {
  const mit = { name: 'a', version: '1.0.0', license: 'MIT' }
  expect(() => checkLicences([mit])).not.toThrow()
  expect(() => checkLicences([mit, { name: 'b', version: '2.0.0', license: 'GPL-3.0-only' }])).toThrow(
    'Not among the allowed licences: b 2.0.0 (GPL-3.0-only).',
  )
})
