/** The same runs each time, unless FUZZ_SEED and FUZZ_RUNS say otherwise. */
export const fuzzSettings = {
  seed: Number(process.env['FUZZ_SEED'] ?? 20_261_123),
  numRuns: Number(process.env['FUZZ_RUNS'] ?? 1500),
}
