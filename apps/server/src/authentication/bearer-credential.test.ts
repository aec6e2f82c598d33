import { expect, it } from 'vitest'
import { failureCode } from '../../test/harness/failure-code.ts'
import { requestWith } from '../../test/harness/request-with.ts'
import { bearerCredential } from './bearer-credential.ts'

it.each([
  [[['authorization', 'Bearer eyJ.e30.x']], { kind: 'token', text: 'eyJ.e30.x' }],
  [[['authorization', 'bearer   eyJ.e30.x ']], { kind: 'token', text: 'eyJ.e30.x' }],
  [[['authorization', 'Bearer opk_a.b.c']], { kind: 'api-key', text: 'opk_a.b.c' }],
  [[['x-api-key', 'opk_a.b.c']], { kind: 'api-key', text: 'opk_a.b.c' }],
] as [[string, string][], object][])('%j holds %j', (headers, credential) => {
  expect(bearerCredential(requestWith(...headers))).toEqual(credential)
})

it.each([
  [[], 'AUTH_REQUIRED'],
  [
    [
      ['x-user-email', 'agent@example.org'],
      ['x-tenant-id', 'a'],
    ],
    'AUTH_REQUIRED',
  ],
  [[['authorization', '']], 'AUTH_REQUIRED'],
  [[['authorization', 'Bearer']], 'AUTH_REQUIRED'],
  [[['authorization', 'Basic YTpi']], 'AUTH_REQUIRED'],
  [[['authorization', 'Bearer a b']], 'AUTH_REQUIRED'],
  [[['authorization', 'opk_a.b.c']], 'AUTH_REQUIRED'],
  [
    [
      ['authorization', 'Bearer a'],
      ['authorization', 'Bearer a'],
    ],
    'INVALID_REQUEST',
  ],
  [
    [
      ['x-api-key', 'opk_a'],
      ['x-api-key', 'opk_b'],
    ],
    'INVALID_REQUEST',
  ],
  [
    [
      ['authorization', 'Bearer a'],
      ['x-api-key', 'opk_a'],
    ],
    'INVALID_REQUEST',
  ],
] as [[string, string][], string][])('%j holds no credential: %s', async (headers, code) => {
  expect(await failureCode(Promise.resolve().then(() => bearerCredential(requestWith(...headers))))).toBe(code)
})
