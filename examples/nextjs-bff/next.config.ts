import type { NextConfig } from 'next'

const config: NextConfig = {
  // The surrounding repository has a lockfile too; this folder's own belongs to the application.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // Keeps the development server from writing files into the repository.
  agentRules: false,
}

export default config
