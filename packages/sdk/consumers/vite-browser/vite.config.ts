import { defineConfig } from 'vite'

/** What a page pays for the client and all that it needs: `vite build --mode size`. */
const size = {
  outDir: 'dist-size',
  rolldownOptions: { input: 'src/client-only.ts', preserveEntrySignatures: 'strict' },
} as const

export default defineConfig(({ mode }) => ({ build: { target: 'es2022', ...(mode === 'size' ? size : {}) } }))
