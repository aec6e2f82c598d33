/**
 * Prints vitest's counts as `N passed, N failed, N skipped` and nothing else. Exits with 1 unless tests ran and none
 * failed. A file that could not be loaded has no failed tests, so it counts as one.
 */
import { readFileSync } from 'node:fs'
import { testReport } from './bootstrap/paths.mjs'

/** @returns {{ passed: number; failed: number; skipped: number }} */
function readCounts() {
  try {
    const report = JSON.parse(readFileSync(testReport, 'utf8'))
    const unloaded = report.testResults.filter(
      (/** @type {{ status: string; assertionResults: unknown[] }} */ file) =>
        file.status === 'failed' && file.assertionResults.length === 0,
    )
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded.length,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  } catch (error) {
    console.error(`There is no report of the tests: ${error instanceof Error ? error.message : 'unreadable'}`)
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

const { passed, failed, skipped } = readCounts()
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = passed > 0 && failed === 0 ? 0 : 1
