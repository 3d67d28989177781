import {readFileSync} from 'node:fs'

/** The closing line of a test run, from vitest's JSON results: `N passed, N failed, N skipped`. */
const [file] = process.argv.slice(2)
const results: unknown = JSON.parse(readFileSync(file ?? '', 'utf8'))
const count = (name: string): number => {
  const value = typeof results === 'object' && results !== null ? (results as Record<string, unknown>)[name] : undefined
  return typeof value === 'number' ? value : 0
}
const passed = count('numPassedTests')
// A file that could not even be loaded has no failed test, but failed.
const failed = Math.max(count('numFailedTests'), count('numFailedTestSuites') > 0 ? 1 : 0)
console.log(`${passed} passed, ${failed} failed, ${count('numPendingTests') + count('numTodoTests')} skipped`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
