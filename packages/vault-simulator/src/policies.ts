export type Capability = 'create' | 'read' | 'update' | 'delete' | 'list' | 'deny'

/** What a policy allows at a path; a trailing `*` stands for whatever follows. */
export interface PolicyRule {
  readonly path: string
  readonly capabilities: readonly Capability[]
}

const ownToken: readonly PolicyRule[] = [
  { path: 'auth/token/lookup-self', capabilities: ['read'] },
  { path: 'auth/token/renew-self', capabilities: ['update'] },
]

/** The named policies. `root` allows everything; every token may look itself up and renew itself. */
export class Policies {
  readonly #rules = new Map<string, readonly PolicyRule[]>()

  define(name: string, rules: readonly PolicyRule[]): void {
    this.#rules.set(name, rules)
  }

  /** True if the named policies allow the method at the path; the rules with the longest matching path decide. */
  allow(names: readonly string[], method: string, path: string): boolean {
    if (names.includes('root')) return true
    const matching = [...names.flatMap((name) => this.#rules.get(name) ?? []), ...ownToken].filter((rule) =>
      covers(rule.path, path),
    )
    const longest = Math.max(...matching.map((rule) => rule.path.length))
    const deciding = matching.filter((rule) => rule.path.length === longest)
    const granted = new Set(deciding.flatMap((rule) => rule.capabilities))
    return !granted.has('deny') && neededFor(method).some((capability) => granted.has(capability))
  }
}

function covers(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern
}

function neededFor(method: string): readonly Capability[] {
  if (method === 'GET' || method === 'HEAD') return ['read']
  if (method === 'LIST') return ['list']
  return method === 'DELETE' ? ['delete'] : ['create', 'update']
}
