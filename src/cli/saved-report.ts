import type {Report} from '../model/report.ts'
import {readSaved} from './saved-file.ts'

/** Reads a saved JSON report. Throws UnusableInput where the file is none. */
export async function loadReport(file: string): Promise<Report> {
  return readSaved(
    file,
    'report',
    async () => (await import('../model/report.ts')).reportSchema,
    'Give a file that --format json or --report json=FILE wrote.',
  )
}

/** The IAM actions that were denied in a saved JSON report, sorted. Throws UnusableInput where the file is no report. */
export async function deniedActions(file: string): Promise<readonly string[]> {
  const {results} = await loadReport(file)
  const denied = results.flatMap(({unknown}) => (unknown?.cause === 'denied' ? unknown.actions : []))
  return [...new Set(denied)].toSorted()
}
