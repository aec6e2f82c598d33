import { expect, test } from 'vitest'
import { parseMigrateArguments } from './migrate-arguments.ts'
import { StartError } from './config/startup-error.ts'

test('without arguments nobody’s access is kept', () => {
  expect(parseMigrateArguments([])).toEqual({ keepAccess: [], help: false })
})

test('several roles may be named, in both spellings of an option', () => {
  expect(parseMigrateArguments(['--keep-access', 'old_service', '--keep-access=reports'])).toEqual({
    keepAccess: ['old_service', 'reports'],
    help: false,
  })
})

test.each(['--help', '-h'])('%s asks for the text', (option) => {
  expect(parseMigrateArguments([option])).toMatchObject({ help: true })
})

test.each([[['--keep-acess', 'x']], [['--keep-access']], [['--keep-access=']], [['old_service']]])(
  '%j is refused in one line',
  (args) => {
    expect(() => parseMigrateArguments(args)).toThrow(StartError)
  },
)
