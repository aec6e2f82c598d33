import { defineConfig } from 'vite'

/** `vite build --mode size` builds the client and its dependencies alone. */
const size = {
  outDir: 'dist-size',
  rolldownOptions: { input: 'src/client-only.ts', preserveEntrySignatures: 'strict' },
} as const

export default defineConfig(({ mode }) => ({ build: { target: 'es2022', ...(mode === 'size' ? size : {}) } }))
