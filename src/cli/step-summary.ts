import {appendFileSync} from 'node:fs'
import {resolve} from 'node:path'
import type {Report} from '../model/report.ts'

/**
 * Adds the report in Markdown to the summary of the step, where GitHub Actions names the file for it and no report goes there
 * anyhow. Appended: other commands of the step may have said something. Answers why it could not be written, or null.
 */
export async function addStepSummary(
  report: Report,
  environment: NodeJS.ProcessEnv,
  written: readonly string[],
): Promise<string | null> {
  const file = environment.GITHUB_STEP_SUMMARY
  if (file === undefined || file === '' || written.some(other => resolve(other) === resolve(file))) return null
  const {stepSummary} = await import('../../reports/github/step-summary.ts')
  try {
    appendFileSync(file, stepSummary(report))
    return null
  } catch (error) {
    // The annotations are out: a summary that fails is told, and is no reason for another exit code.
    return `Note: the summary of the step could not be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`
  }
}
