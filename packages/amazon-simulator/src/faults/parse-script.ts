import { isLwaErrorCode } from '../lwa.ts'
import { isOperation } from '../operations.ts'
import { isIncludedData } from '../orders-2026-01-01/included-data.ts'
import { isRecord } from '../request.ts'
import type { AmazonFault, AmazonScriptedFault } from './fault.ts'

type Check = (value: unknown) => boolean

const anything: Check = () => true
const isText: Check = (value) => typeof value === 'string'
const isFlag: Check = (value) => typeof value === 'boolean'
const isNumber: Check = (value) => typeof value === 'number' && value >= 0
const isTextOrNull: Check = (value) => value === null || isText(value)
const isHeaderChange: Check = (value) => isRecord(value) && Object.values(value).every(isTextOrNull)
/** What `writeHead` of Node.js accepts. */
const isStatus: Check = (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 999
const isOneOf =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)

/** What each kind of fault may have besides its kind. */
const membersByKind: Readonly<Record<AmazonFault['kind'], Readonly<Record<string, Check>>>> = {
  answer: { status: isStatus, body: anything, headers: optional(isHeaderChange) },
  throttled: { rateLimit: optional(isText), retryAfter: optional(isText) },
  forbidden: { reason: isOneOf(['expired-token', 'expired-secret', 'no-details', 'access-denied']) },
  'too-large': {},
  'internal-failure': {},
  unavailable: { retryAfter: optional(isText) },
  html: {},
  empty: { body: optional(isOneOf(['', ' \n', '{}', '{"payload":{}}'])) },
  redirect: { location: isText },
  gateway: {
    status: isStatus,
    form: optional(isOneOf(['message', 'uri', 'null', 'empty', 'html'])),
    contentType: optional(isTextOrNull),
  },
  'order-unknown': { status: optional(isOneOf([404, 400])) },
  'part-refused': { part: isIncludedData, status: optional(isOneOf([400, 403])) },
  'restricted-data-refused': { status: optional(isOneOf([400, 403])) },
  'lwa-error': { error: isLwaErrorCode, status: optional(isStatus) },
  hang: {},
  delay: { ms: isNumber },
  reset: {},
  truncated: {},
  huge: { bytes: isNumber },
  'gzip-bomb': { bytes: isNumber },
  'other-order': {},
  encoded: {
    charset: optional(isText),
    declared: optional(isTextOrNull),
    byteOrderMark: optional(isFlag),
    damaged: optional(isFlag),
  },
  headers: { headers: isHeaderChange },
}

const membersOfScript: Readonly<Record<string, Check>> = {
  operation: isOperation,
  fault: isFault,
  times: optional(isNumber),
  ratio: optional((value) => isNumber(value) && Number(value) <= 1),
  seed: optional(isNumber),
  sellerId: optional(isText),
  token: optional(isOneOf(['restricted', 'ordinary'])),
}

/** True for a scripted fault, such as `{ operation: 'getOrder', fault: { kind: 'hang' } }`, without other members. */
export function isScriptedFault(value: unknown): value is AmazonScriptedFault {
  return isRecord(value) && fits(value, membersOfScript)
}

function isFault(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { kind, ...members } = value
  const checks = Object.entries(membersByKind).find(([known]) => known === kind)?.[1]
  return checks !== undefined && fits(members, checks)
}

function fits(value: Readonly<Record<string, unknown>>, checks: Readonly<Record<string, Check>>): boolean {
  return (
    Object.keys(value).every((name) => Object.hasOwn(checks, name)) &&
    Object.entries(checks).every(([name, check]) => check(value[name]))
  )
}
