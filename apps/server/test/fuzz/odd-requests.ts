import fc from 'fast-check'
import { tenantA, tenantB } from '../access/two-tenants.ts'
import { escaped, listener, type FuzzRequest } from './fuzz-request.ts'
import { wildText, wildValue } from './wild-values.ts'

const methods = 'GET HEAD POST PUT PATCH DELETE OPTIONS TRACE QUERY PROPFIND PURGE'.split(' ')
const beginnings = '/ /api/v1/orders/ /api/v1/ /trpc/ /trpc/orders. /trpc/orders.get/ /livez/ /docs/'.split(' ')

/**
 * Percent signs that encode nothing, half a character, a NUL, an overlong slash; segments that lead to another folder.
 */
const oddSegments = '% %2 %zz %00 %C0%AF %ED%A0%80 %E0%A4%A .. . %2e%2e %2F ; * :x orders.get orders.import'.split(' ')
const oddSegment = fc.oneof(fc.constantFrom('', ...oddSegments), wildText.map(escaped))

const ends = '? ?% ?&&= ?input=% ?batch=1 ?batch=1&input=[] ?input=1&input=2 ?batch=1&batch=0'.split(' ')

/** Any method on any path. */
export const oddPath: fc.Arbitrary<FuzzRequest> = fc
  .tuple(
    listener,
    fc.constantFrom(...methods),
    fc.constantFrom(...beginnings),
    fc.array(oddSegment, { maxLength: 3 }),
    fc.constantFrom('', ...ends),
  )
  .map(([to, method, start, segments, end]) => ({
    listener: to,
    method,
    // The method of a head that is too long is unknown, so a HEAD would get an answer with a body.
    path: `${start}${segments.join('/')}${end}`.slice(0, method === 'HEAD' ? 4000 : undefined),
    headers: [],
  }))

const contentTypes = `application/json
application/json; charset=utf-16
APPLICATION/JSON
application/json;
application/json, application/json
application/problem+json
application/x-www-form-urlencoded
application/octet-stream
multipart/form-data; boundary=x
multipart/form-data
text/plain
text/html
/
x
`.split('\n')

/** Duplicate keys, names of `Object.prototype`, malformed numbers, a byte order mark. */
const oddJson = `{
null
[]
"
{"orderRef":1,"orderRef":"x"}
{"orderId":"a","orderId":[]}
{"a":1e999}
\ufeff{}
{"__proto__":{"x":1}}
{"constructor":{"prototype":{}}}
01
NaN
{"json":{}}
{"0":{}}
[[]]
{"tenantId":"${tenantA.tenantId}","tenantId":"${tenantB.tenantId}","orderRef":"${tenantA.order.reference}"}
`.split('\n')

const cutJson = fc.tuple(wildValue, fc.nat(40)).map(([value, cut]) => (JSON.stringify(value) ?? '').slice(0, -1 - cut))

const oddText = fc.oneof(wildText, cutJson, fc.constantFrom(...oddJson))

const bodyMethods = 'POST GET PUT DELETE HEAD OPTIONS'.split(' ')
const bodyPaths = '/api/v1/orders/import-one /trpc/orders.import /trpc/orders.get /api/v1/orders /trpc/x?batch=1'.split(
  ' ',
)

/** Any body under any content type. */
export const oddBody: fc.Arbitrary<FuzzRequest> = fc
  .tuple(
    listener,
    fc.constantFrom(...bodyMethods),
    fc.constantFrom(...bodyPaths),
    fc.constantFrom(...contentTypes),
    fc.oneof({ weight: 30, arbitrary: oddText }, { weight: 1, arbitrary: fc.constant('x'.repeat(300_000)) }),
  )
  .map(([to, method, path, type, body]) => ({ listener: to, method, path, headers: [['content-type', type]], body }))
