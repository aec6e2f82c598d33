import fc from 'fast-check'

/** Text that has broken parsers and databases before: patterns, names of `Object.prototype`, impossible dates. */
const nastyWords = `%
_
%_%
'; DROP TABLE orders; --
\\
__proto__
constructor
toString
null
undefined
NaN
-0
1e999
2026-13-45
0000-00-00
+275760-09-13T00:00:00Z
-271821-04-20
9999-12-31T23:59:60+99:99
infinity
../../etc/passwd`.split('\n')

/** NUL, lone surrogates, a mark that reverses the direction of text. */
const nastyText = fc.constantFrom('', ' ', '\0', 'a\0b', '\ud800', '\udfff\ud800', '\u202e', '💥', ...nastyWords)

const hugeText = fc.integer({ min: 100, max: 20_000 }).map((length) => 'ü'.repeat(length))

export const wildText = fc.oneof(
  { weight: 5, arbitrary: nastyText },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: hugeText },
)

const wildNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 0.5, 1e21, -1e308, 2 ** 31, 2 ** 53, 2 ** 63, Number.MIN_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
)

const deep = fc
  .tuple(fc.integer({ min: 5, max: 3000 }), fc.boolean())
  .map(([depth, isList]): unknown => JSON.parse(nested(depth, isList)))

/** Any JSON value. */
export const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: wildText },
  { weight: 3, arbitrary: wildNumber },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 2, arbitrary: fc.array(fc.oneof(wildText, wildNumber), { maxLength: 4 }) },
  { weight: 3, arbitrary: fc.dictionary(wildText, fc.oneof(wildText, wildNumber, fc.constant(null)), { maxKeys: 4 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: deep },
)

function nested(depth: number, isList: boolean): string {
  return isList ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}
