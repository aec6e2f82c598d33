/** The same requests in every run, unless FUZZ_SEED or FUZZ_RUNS is set. */
export const fuzzSettings = {
  seed: Number(process.env['FUZZ_SEED'] ?? 20_261_123),
  numRuns: Number(process.env['FUZZ_RUNS'] ?? 1500),
}
