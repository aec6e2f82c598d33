import type { NextConfig } from 'next'

const config: NextConfig = {
  // The repository around this folder has a lockfile too: this one is the application's.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // The development server writes nothing into the tree.
  agentRules: false,
}

export default config
