import { parser } from '@prometheus-io/lezer-promql'

/** What an expression asks of one metric. */
export interface Selector {
  readonly metric: string
  readonly matchers: readonly Matcher[]
}

interface Matcher {
  readonly label: string
  readonly operator: string
  readonly value: string
}

/** What an expression names. */
export interface ReadExpression {
  readonly selectors: readonly Selector[]
  /** The labels that it groups and joins by. */
  readonly groupedBy: ReadonlySet<string>
  /** True if it sums or the like without `by`: such a result has no labels. */
  readonly isScalar: boolean
}

const strict = parser.configure({ strict: true })

/** Reads a PromQL expression. Throws an Error for one that Prometheus could not parse. */
export function readExpression(expression: string): ReadExpression {
  const textAt = ({ from, to }: { readonly from: number; readonly to: number }) => expression.slice(from, to)
  const tree = parse(expression)
  const selectors: { metric: string; matchers: Matcher[] }[] = []
  const groupedBy = new Set<string>()
  let aggregations = 0
  let groupings = 0
  tree.iterate({
    enter({ name, node }) {
      if (name === 'AggregateExpr') aggregations += 1
      if (name === 'GroupingLabels') {
        groupings += 1
        for (const label of node.getChildren('LabelName')) groupedBy.add(textAt(label))
      }
      if (name !== 'VectorSelector') return
      const metric = node.getChild('Identifier')
      if (metric === null) throw new Error(`A selector without a metric: ${textAt(node)}`)
      const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []
      selectors.push({
        metric: textAt(metric),
        matchers: matchers.map((matcher) => {
          const [label, operator, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((part) => {
            const child = matcher.getChild(part)
            if (child === null) throw new Error(`A matcher without ${part}: ${textAt(matcher)}`)
            return textAt(child)
          })
          return { label: label ?? '', operator: operator ?? '', value: (value ?? '').slice(1, -1) }
        }),
      })
    },
  })
  return { selectors, groupedBy, isScalar: aggregations > 0 && groupings === 0 }
}

function parse(expression: string) {
  try {
    return strict.parse(expression)
  } catch (error) {
    throw new Error(`Not PromQL: ${expression}`, { cause: error })
  }
}
