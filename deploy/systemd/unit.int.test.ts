import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../testing/run-program.ts'

const unit = readFileSync(join(import.meta.dirname, 'orderport.service'), 'utf8')
const analyser = '/usr/bin/systemd-analyze'

it('starts the bundle with the flags of V8', () => {
  const flags = readFileSync(join(import.meta.dirname, '../../apps/server/node-flags.json'), 'utf8')
  expect(unit).toContain(`\nExecStart=/usr/bin/node ${JSON.parse(flags).join(' ')} /opt/orderport/serve.js\n`)
})

describe.runIf(existsSync(analyser))('as systemd reads it', () => {
  it('has no mistake, and leaves the service few rights', async () => {
    await using scratch = await temporaryFolder()
    const file = join(scratch.path, 'orderport.service')
    // systemd looks whether the program is there.
    await writeFile(file, unit.replace('/usr/bin/node', process.execPath))
    const analyse = (...args: string[]) => runProgram({ file: analyser, args: [...args, file], cwd: scratch.path })
    const { code, stderr } = await analyse('verify', '--man=no')
    // It may complain about other units of this machine too.
    expect({ code, faults: stderr.split('\n').filter((line) => line.includes('orderport')) }).toEqual({
      code: 0,
      faults: [],
    })
    expect(await analyse('security', '--offline=yes', '--threshold=20', '--no-pager')).toMatchObject({ code: 0 })
  })
})
